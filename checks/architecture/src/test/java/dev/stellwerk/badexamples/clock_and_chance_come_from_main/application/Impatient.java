package dev.stellwerk.badexamples.clock_and_chance_come_from_main.application;

final class Impatient {
    long now() {
        return System.nanoTime();
    }
}
