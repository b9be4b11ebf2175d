package dev.stellwerk.badexamples.published_types_say_how_stable_they_are.plugins.spi;

public final class Unmarked {}
