package dev.stellwerk.domain.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upstream call that ended without a usable answer.
 *
 * @param kind what went wrong, in the words of retry and cooldown policies
 * @param status the HTTP status for the client; for failures without an upstream status the one it stands for
 * @param message the upstream's own words, bounded and free of credentials
 * @param retryAfter how long the upstream asked to be left alone
 * @param type the upstream's {@code error.type}, if it sent one
 * @param param the upstream's {@code error.param}, if it sent one
 * @param code the upstream's {@code error.code}, if it sent one
 * @param timeout the bound that was passed, for timeouts
 * @param causedByCaller the caller's own, shorter timeout ended the call: says nothing about the deployment
 */
public record UpstreamFailure(
        ErrorClass kind,
        int status,
        String message,
        Optional<Duration> retryAfter,
        @Nullable String type,
        @Nullable String param,
        @Nullable String code,
        @Nullable Duration timeout,
        boolean causedByCaller)
        implements Failure {

    public static UpstreamFailure of(ErrorClass kind, int status, String message) {
        return new UpstreamFailure(kind, status, message, Optional.empty(), null, null, null, null, false);
    }

    /** The same failure with the time the upstream asked for. */
    public UpstreamFailure withRetryAfter(Duration pause) {
        return new UpstreamFailure(
                kind, status, message, Optional.of(pause), type, param, code, timeout, causedByCaller);
    }
}
