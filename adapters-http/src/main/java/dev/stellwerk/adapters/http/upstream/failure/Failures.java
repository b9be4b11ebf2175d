package dev.stellwerk.adapters.http.upstream.failure;

import dev.stellwerk.adapters.http.upstream.wire.AnswerTooLong;
import dev.stellwerk.adapters.http.upstream.wire.Connections;
import dev.stellwerk.adapters.http.upstream.wire.NoRoomForAnswer;
import dev.stellwerk.adapters.http.upstream.wire.ProxyRefused;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/** Names what went wrong with a call: the one table from statuses, words and exceptions to failures. */
public final class Failures {
    /** A request that alone is more than its rate limit holds is refused for its size. */
    private static final List<String> TOO_LARGE_SIGNS = List.of("request too large", "must be reduced in order to run");

    private static final Duration ROOM_SOON = Duration.ofSeconds(1);

    private Failures() {}

    /** An answer whose status is not a success. */
    public static UpstreamFailure ofAnswer(
            int status, ErrorWords words, Optional<Duration> retryAfter, Endpoint endpoint) {
        ErrorClass kind = kind(status, words);
        String message = Scrubber.clean(words.message(), endpoint);
        return new UpstreamFailure(
                kind,
                kind == ErrorClass.AUTHENTICATION ? 401 : status,
                message.isEmpty() ? silent(status) : message,
                retryAfter,
                Scrubber.label(words.type(), endpoint),
                Scrubber.label(words.param(), endpoint),
                Scrubber.label(words.code(), endpoint),
                null,
                saysNothingOfOthers(kind, status, words));
    }

    /**
     * Whether the class was read from words that may be the caller's own, as upstreams quote what they refuse, or speaks
     * of this request alone. One caller's request must not take a deployment from others.
     */
    private static boolean saysNothingOfOthers(ErrorClass kind, int status, ErrorWords words) {
        return switch (status) {
            case 400, 422 -> kind != badRequest(new ErrorWords("", words.type(), null, words.code()));
            case 404 -> ErrorSentences.notForThisRequest(words.all());
            case 429 -> TOO_LARGE_SIGNS.stream().anyMatch(words.all()::contains);
            default -> false;
        };
    }

    private static String silent(int status) {
        if (status >= 300 && status < 400) {
            return "the upstream answered with a redirect, which is not followed";
        }
        return isError(status)
                ? "the upstream answered with status " + status + " and no readable message"
                : "the upstream answered with " + status + ", which is no status";
    }

    private static ErrorClass kind(int status, ErrorWords words) {
        return switch (status) {
            case 400, 422 -> badRequest(words);
            case 401 -> ErrorClass.AUTHENTICATION;
            case 403 -> ErrorClass.PERMISSION_DENIED;
            case 404 -> ErrorClass.NOT_FOUND;
            case 408, 504 -> ErrorClass.TIMEOUT;
            case 413 -> ErrorSentences.tooLong(words.all()) ? ErrorClass.CONTEXT_WINDOW_EXCEEDED : ErrorClass.REFUSED;
            case 429 -> ErrorClass.RATE_LIMIT;
            case 500 -> // some servers fail where they should refuse
                ErrorSentences.tooLong(words.all()) ? ErrorClass.CONTEXT_WINDOW_EXCEEDED : ErrorClass.INTERNAL_SERVER;
            case 502 -> ErrorClass.BAD_GATEWAY;
            case 503 -> ErrorClass.SERVICE_UNAVAILABLE;
            case 409 -> ErrorClass.CONFLICT;
            default -> withoutClass(status);
        };
    }

    private static ErrorClass withoutClass(int status) {
        if (!isError(status)) {
            return ErrorClass.INTERNAL_SERVER;
        }
        return status < 500 ? ErrorClass.REFUSED : ErrorClass.OTHER;
    }

    /** What is no error by HTTP, or no status at all, is the upstream's fault when it stands in place of an answer. */
    private static boolean isError(int status) {
        return status >= 400 && status <= 599;
    }

    private static ErrorClass badRequest(ErrorWords words) {
        String said = words.all();
        if (ErrorSentences.tooLong(said)) {
            return ErrorClass.CONTEXT_WINDOW_EXCEEDED;
        }
        if (ErrorSentences.notAllowed(said)) {
            return ErrorClass.CONTENT_POLICY_VIOLATION;
        }
        if (said.contains("model_not_found")) {
            return ErrorClass.NOT_FOUND;
        }
        return said.contains("incorrect api key") ? ErrorClass.AUTHENTICATION : ErrorClass.BAD_REQUEST;
    }

    /** An error told inside a success: in a body, or as an event of a stream. */
    public static UpstreamFailure told(ErrorWords words, Endpoint endpoint) {
        return ofAnswer(statusIn(words), words, Optional.empty(), endpoint);
    }

    /** By its own status, else by what it is called, else by what it says; else it is the upstream's fault. */
    private static int statusIn(ErrorWords words) {
        String code = words.code();
        if (code != null && code.matches("[45][0-9][0-9]")) {
            return Integer.parseInt(code);
        }
        String said = words.all();
        if (ErrorSentences.tooLong(said) || ErrorSentences.notAllowed(said)) {
            return 400;
        }
        Integer named = ErrorNames.status(code);
        named = named == null ? ErrorNames.status(words.type()) : named;
        if (named != null) {
            return named;
        }
        return said.contains("rate_limit") || said.contains("rate limit") ? 429 : 500;
    }

    /** A call that cannot be said in the upstream's dialect; nothing was sent. */
    public static UpstreamFailure untranslatable(String problem, @Nullable String parameter, Endpoint endpoint) {
        return new UpstreamFailure(
                ErrorClass.BAD_REQUEST,
                400,
                Scrubber.clean(problem, endpoint),
                Optional.empty(),
                null,
                parameter,
                null,
                null,
                true);
    }

    public static UpstreamFailure timeout(Duration bound, boolean whole, AttemptBounds bounds) {
        String seconds = seconds(bound);
        return new UpstreamFailure(
                ErrorClass.TIMEOUT,
                0,
                whole
                        ? "Request timed out: no answer within " + seconds + " seconds"
                        : "Request timed out: no event of the stream within " + seconds + " seconds",
                Optional.empty(),
                null,
                null,
                null,
                bound,
                bounds.chosenByCaller());
    }

    private static String seconds(Duration bound) {
        return Double.toString(bound.toMillis() / 1_000.0);
    }

    /** An answer that is no answer. */
    public static UpstreamFailure unusable(String problem) {
        return UpstreamFailure.of(ErrorClass.INTERNAL_SERVER, problem);
    }

    /** An answer that cannot be held. Who asks for so much gets it from no deployment. */
    private static UpstreamFailure tooLong(AnswerTooLong problem) {
        return new UpstreamFailure(
                ErrorClass.REFUSED,
                413,
                String.valueOf(problem.getMessage()),
                Optional.empty(),
                null,
                null,
                null,
                null,
                true);
    }

    /** The connection failed. The words are ours: what a library says is for its developers. */
    public static UpstreamFailure connection(Exception broken) {
        return switch (broken) {
            case AnswerTooLong tooLong -> tooLong(tooLong);
            case NoRoomForAnswer _ -> noRoom();
            default -> UpstreamFailure.of(ErrorClass.CONNECTION, "Connection error: " + cause(broken));
        };
    }

    /** The gateway holds as much as it can: not the deployment's fault, and no other could be listened to either. */
    private static UpstreamFailure noRoom() {
        return new UpstreamFailure(
                ErrorClass.SERVICE_UNAVAILABLE,
                503,
                "The gateway has no memory left for this answer. Try again in a moment.",
                Optional.of(ROOM_SOON),
                null,
                null,
                null,
                null,
                true);
    }

    private static String cause(@Nullable Exception broken) {
        return switch (broken) {
            case ConnectTimeoutException _ -> "the upstream did not accept the connection in time";
            case UnknownHostException _ -> "the upstream's name cannot be resolved";
            case NoRouteToHostException _ -> "the upstream cannot be reached";
            case ConnectException _ -> "the upstream refused the connection";
            case SSLException _ -> "no trusted TLS connection to the upstream";
            case ProxyRefused refused -> String.valueOf(refused.getMessage());
            case Connections.NoConnectionFree _ -> "all connections to the upstream are in use";
            case ConnectionClosedException _, EOFException _ ->
                "the upstream ended the connection before the end of its answer";
            case SocketException _ -> "the connection to the upstream broke";
            case HttpException _ -> "the upstream's answer is not valid HTTP";
            case IOException _ -> "the upstream's answer could not be read";
            case null, default -> "the upstream could not be called";
        };
    }
}
