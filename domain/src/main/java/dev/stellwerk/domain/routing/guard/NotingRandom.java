package dev.stellwerk.domain.routing.guard;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Chance that follows from a seed alone, so that the same question has the same answer, and that notes whether anybody
 * asked for it. The draws are those of "SplitMix64" (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
 * Generators", 2014).
 */
final class NotingRandom implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final AtomicLong state;
    private final AtomicBoolean asked = new AtomicBoolean();

    NotingRandom(long seed) {
        state = new AtomicLong(seed);
    }

    @Override
    public long nextLong() {
        asked.set(true);
        long drawn = state.addAndGet(GOLDEN_GAMMA);
        drawn = (drawn ^ (drawn >>> 30)) * 0xbf58476d1ce4e5b9L;
        drawn = (drawn ^ (drawn >>> 27)) * 0x94d049bb133111ebL;
        return drawn ^ (drawn >>> 31);
    }

    boolean wasAsked() {
        return asked.get();
    }
}
