package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.CooldownView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A deployment sits out until {@code untilNanos} of the process's elapsed time.
 *
 * @param status what the upstream's protocol called the failure that caused it, for operators
 * @param reason the kind of failure, for operators
 * @param length the whole length as decided
 * @param only the type of calls that it keeps away; null means all
 */
public record Cooldown(
        long untilNanos,
        int status,
        String reason,
        Duration length,
        @Nullable CallType only) implements CooldownView {
    /** One for all calls. */
    public Cooldown(long untilNanos, int status, String reason, Duration length) {
        this(untilNanos, status, reason, length, null);
    }

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
