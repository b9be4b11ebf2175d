package dev.stellwerk.badexamples.packages_are_null_marked;

final class Unmarked {}
