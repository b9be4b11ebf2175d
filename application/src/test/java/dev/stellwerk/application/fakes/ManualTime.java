package dev.stellwerk.application.fakes;

import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. */
public final class ManualTime implements Time {
    private volatile Instant now;

    public ManualTime(String start) {
        now = Instant.parse(start);
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public long steadyMillis() {
        return now.toEpochMilli();
    }

    @Override
    public Instant now() {
        return now;
    }
}
