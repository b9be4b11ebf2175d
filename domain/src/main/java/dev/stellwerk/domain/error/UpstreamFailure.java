package dev.stellwerk.domain.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upstream call that ended without a usable answer.
 *
 * @param kind what went wrong, in the words of retry and cooldown policies
 * @param status what the upstream's protocol called it, passed on unread; 0 when there was no answer to read it from
 * @param message the upstream's own words, bounded and free of credentials; empty when the failure was acted out
 * @param retryAfter how long the upstream asked to be left alone
 * @param type the upstream's {@code error.type}, if it sent one
 * @param param the upstream's {@code error.param}, if it sent one
 * @param code the upstream's {@code error.code}, if it sent one
 * @param timeout the bound that was passed, for timeouts
 * @param causedByCaller one caller can bring it about at will, by a timeout of its own choice or by what it sends: says
 *     nothing about the deployment
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

    /** A failure that no upstream had a part in, in words of the gateway. */
    public static UpstreamFailure of(ErrorClass kind, String message) {
        return of(kind, 0, message);
    }

    /** A failure that was asked for, to test a configuration. */
    public static UpstreamFailure actedOut(ErrorClass kind, @Nullable Duration timeout) {
        return new UpstreamFailure(kind, 0, "", Optional.empty(), null, null, null, timeout, true);
    }

    /** The same failure, held against the caller alone. */
    public UpstreamFailure broughtAboutByCaller() {
        return new UpstreamFailure(kind, status, message, retryAfter, type, param, code, timeout, true);
    }

    /** What it tells of its deployment. */
    public ErrorClass.Blame blame() {
        return causedByCaller ? ErrorClass.Blame.NONE : kind.blame();
    }

    /** The same failure with the time the upstream asked for. */
    public UpstreamFailure withRetryAfter(Duration pause) {
        return new UpstreamFailure(
                kind, status, message, Optional.of(pause), type, param, code, timeout, causedByCaller);
    }
}
