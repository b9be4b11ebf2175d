package dev.stellwerk.badexamples.public_types_are_used_elsewhere.application;

public final class Lonely {}
