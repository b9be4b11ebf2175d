package dev.stellwerk.domain.deployment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of one attempt; null leaves a bound to the next wider setting.
 *
 * @param whole from the start of the call to the end of a plain answer
 * @param stream until the first event of a stream, and between two events
 */
public record Timeouts(@Nullable Duration whole, @Nullable Duration stream) {
    public static final Timeouts INHERITED = new Timeouts(null, null);
}
