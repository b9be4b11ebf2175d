package dev.stellwerk.badexamples.nobody_depends_on_main.main;

public final class Wiring {}
