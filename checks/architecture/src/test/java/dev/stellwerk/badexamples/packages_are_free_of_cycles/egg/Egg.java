package dev.stellwerk.badexamples.packages_are_free_of_cycles.egg;

import dev.stellwerk.badexamples.packages_are_free_of_cycles.hen.Hen;

public record Egg(Hen from) {}
