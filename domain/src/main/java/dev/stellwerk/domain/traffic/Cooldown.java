package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.CooldownView;
import java.time.Duration;

/**
 * A deployment sits out until {@code untilNanos} of the process's elapsed time.
 *
 * @param status the status that caused it, for operators
 * @param reason the kind of failure, for operators
 * @param length the whole length as decided
 */
public record Cooldown(long untilNanos, int status, String reason, Duration length) implements CooldownView {
    /** What is left of it at {@code nowNanos}; zero or negative when it is over. */
    public Duration remaining(long nowNanos) {
        return Duration.ofNanos(untilNanos - nowNanos);
    }

    @Override
    public Duration remaining(Moment now) {
        return remaining(now.nanos());
    }

    /** Whether it is over at {@code nowNanos}. */
    boolean over(long nowNanos) {
        return untilNanos - nowNanos <= 0;
    }
}
