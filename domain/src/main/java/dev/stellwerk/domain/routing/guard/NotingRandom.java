package dev.stellwerk.domain.routing.guard;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** Chance that notes whether anybody asked for it. */
final class NotingRandom implements RandomGenerator {
    private final RandomGenerator random;
    private final AtomicBoolean asked = new AtomicBoolean();

    NotingRandom(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public long nextLong() {
        asked.set(true);
        return random.nextLong();
    }

    boolean wasAsked() {
        return asked.get();
    }
}
