package dev.stellwerk.badexamples.packages_are_free_of_cycles.hen;

import dev.stellwerk.badexamples.packages_are_free_of_cycles.egg.Egg;

public record Hen(Egg from) {}
