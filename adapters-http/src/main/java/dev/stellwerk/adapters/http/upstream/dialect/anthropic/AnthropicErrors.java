package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API's errors mean: by their status, or by their type where there is none. */
public final class AnthropicErrors {
    private AnthropicErrors() {}

    public static UpstreamFailure ofAnswer(
            int status, ErrorWords words, Optional<Duration> retryAfter, Endpoint endpoint) {
        String said = words.message().toLowerCase(Locale.ROOT);
        UpstreamFailure plain = switch (status) {
            case 413 -> withStatus(Failures.ofAnswer(400, words, retryAfter, endpoint), status);
            case 529 -> withStatus(Failures.ofAnswer(500, words, retryAfter, endpoint), status); // overloaded
            default -> Failures.ofAnswer(status, words, retryAfter, endpoint);
        };
        boolean account = status == 402
                || (status == 400
                        && (said.contains("credit balance is too low")
                                || said.contains("reached your specified api usage limits")));
        // a request may quote the words, but not begin with them
        boolean quoted = status == 400
                && !said.startsWith("your credit balance is too low")
                && !said.startsWith("you have reached your specified api usage limits");
        return account ? ofAccount(plain, quoted) : plain;
    }

    /** The status that the API has for it, which is none of HTTP's. */
    private static UpstreamFailure withStatus(UpstreamFailure failure, int status) {
        return new UpstreamFailure(
                failure.kind(),
                status,
                failure.message(),
                failure.retryAfter(),
                failure.type(),
                failure.param(),
                failure.code(),
                failure.timeout(),
                failure.causedByCaller());
    }

    /** The deployment's account is at fault, not the request: another deployment may have one that is not. */
    private static UpstreamFailure ofAccount(UpstreamFailure plain, boolean quoted) {
        return new UpstreamFailure(
                ErrorClass.AUTHENTICATION,
                plain.status(),
                plain.message(),
                plain.retryAfter(),
                plain.type(),
                plain.param(),
                plain.code(),
                plain.timeout(),
                quoted);
    }

    /** An error told inside a success. */
    public static UpstreamFailure told(ErrorWords words, Endpoint endpoint) {
        return ofAnswer(status(words.type()), words, Optional.empty(), endpoint);
    }

    private static int status(@Nullable String type) {
        return switch (type == null ? "" : type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }
}
