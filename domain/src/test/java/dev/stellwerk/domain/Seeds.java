package dev.stellwerk.domain;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Runs a property on many random cases. A failure names its seed; {@code -Dseed=…} runs that case alone. */
public final class Seeds {
    private Seeds() {}

    public static void forEach(int cases, Consumer<RandomGenerator> property) {
        Long only = Long.getLong("seed");
        long first = only == null ? System.nanoTime() : only;
        for (long seed = first; seed < first + (only == null ? cases : 1); seed++) {
            try {
                property.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("property failed; repeat with -Dseed=" + seed, failure);
            }
        }
    }
}
