package dev.stellwerk.application.fakes;

import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.port.out.UpstreamClient;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Upstreams that answer from a script, and plainly once it is used up. Remembers what it was asked. */
public final class FakeUpstream implements UpstreamClient {
    /** What the plain answer used. */
    public static final TokenUsage USED = new TokenUsage(10, 20);

    public final List<UpstreamCall> calls = new ArrayList<>();
    private final Map<String, Queue<Function<UpstreamCall, Outcome>>> scripts = new HashMap<>();

    /** The next calls of this deployment end so. */
    public FakeUpstream then(String deployment, Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            during(deployment, _ -> outcome);
        }
        return this;
    }

    /** The next call of this deployment ends as this says, which may look around meanwhile. */
    public FakeUpstream during(String deployment, Function<UpstreamCall, Outcome> act) {
        scripts.computeIfAbsent(deployment, _ -> new ArrayDeque<>()).add(act);
        return this;
    }

    @Override
    public Outcome call(UpstreamCall call) {
        calls.add(call);
        var script = scripts.get(call.deployment().id().value());
        return script == null || script.isEmpty()
                ? answered(USED)
                : script.remove().apply(call);
    }

    /** The ids of the deployments called, in order. */
    public List<String> called() {
        return calls.stream().map(call -> call.deployment().id().value()).toList();
    }

    public static Outcome answered(TokenUsage usage) {
        return answered(Optional.of(usage), null, false);
    }

    /** An answer whose first choice the upstream's filter has cut. */
    public static Outcome filtered(TokenUsage usage) {
        return answered(Optional.of(usage), null, true);
    }

    /** An answer that can be continued. */
    public static Outcome answeredAs(String id) {
        return answered(Optional.of(USED), id, false);
    }

    /** A response whose model goes on working in the background. */
    public static Outcome unfinished(String id) {
        return answered(Optional.empty(), id, false);
    }

    /** An answer of twelve bytes without a word about its usage. */
    public static Outcome answeredWithoutUsage() {
        return answered(Optional.empty(), null, false);
    }

    private static Outcome answered(Optional<TokenUsage> usage, @Nullable String id, boolean filtered) {
        return new Outcome.Answered(
                200,
                "application/json",
                List.of(new Header("x-request-id", "up-1")),
                "twelve bytes".getBytes(StandardCharsets.US_ASCII),
                usage,
                id,
                filtered);
    }

    public static Outcome streaming(FakeStream stream) {
        return new Outcome.Streaming("text/event-stream", List.of(), Duration.ofMillis(30), stream, stream.answerId);
    }

    public static Outcome failed(int status) {
        return failed(failure(status));
    }

    public static Outcome failed(UpstreamFailure failure) {
        return new Outcome.Failed(failure, failure.status());
    }

    public static UpstreamFailure failure(int status) {
        ErrorClass kind = switch (status) {
            case 400 -> ErrorClass.BAD_REQUEST;
            case 401 -> ErrorClass.AUTHENTICATION;
            case 408 -> ErrorClass.TIMEOUT;
            case 429 -> ErrorClass.RATE_LIMIT;
            default -> ErrorClass.INTERNAL_SERVER;
        };
        return UpstreamFailure.of(kind, status, "scripted " + status);
    }
}
