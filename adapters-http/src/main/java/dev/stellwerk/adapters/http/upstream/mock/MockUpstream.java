package dev.stellwerk.adapters.http.upstream.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.answer.CountedPrompt;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.application.call.Cancellation.Registration;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers in place of an upstream, for configurations and requests that bring the answer with them. */
public final class MockUpstream {
    private static final String PREFIX = "litellm.";
    private static final Map<String, ErrorClass> FAILURES = Map.ofEntries(
            Map.entry("litellm.BadRequestError", ErrorClass.BAD_REQUEST),
            Map.entry("litellm.ContextWindowExceededError", ErrorClass.CONTEXT_WINDOW_EXCEEDED),
            Map.entry("litellm.ContentPolicyViolationError", ErrorClass.CONTENT_POLICY_VIOLATION),
            Map.entry("litellm.AuthenticationError", ErrorClass.AUTHENTICATION),
            Map.entry("litellm.PermissionDeniedError", ErrorClass.PERMISSION_DENIED),
            Map.entry("litellm.NotFoundError", ErrorClass.NOT_FOUND),
            Map.entry("litellm.Timeout", ErrorClass.TIMEOUT),
            Map.entry("litellm.RateLimitError", ErrorClass.RATE_LIMIT),
            Map.entry("litellm.InternalServerError", ErrorClass.INTERNAL_SERVER),
            Map.entry("litellm.BadGatewayError", ErrorClass.BAD_GATEWAY),
            Map.entry("litellm.ServiceUnavailableError", ErrorClass.SERVICE_UNAVAILABLE),
            Map.entry("litellm.APIError", ErrorClass.OTHER));

    private final Time time;
    private final boolean usageAlways;
    private final boolean usageWithoutChoices;
    private final AtomicLong answers = new AtomicLong();

    /**
     * @param usageAlways streams end with their usage whether asked for or not
     * @param usageWithoutChoices a stream's usage event has no choices
     */
    public MockUpstream(Time time, boolean usageAlways, boolean usageWithoutChoices) {
        this.time = time;
        this.usageAlways = usageAlways;
        this.usageWithoutChoices = usageWithoutChoices;
    }

    /** The text to answer with: the request's, else the deployment's; null when the call is meant in earnest. */
    public static @Nullable String responseFor(UpstreamCall call, CallBody body) {
        String own = body instanceof RequestBody request ? request.mockResponse() : null;
        return own != null ? own : call.deployment().mockResponse();
    }

    public Outcome answer(UpstreamCall call, CallBody body, String text) {
        long started = time.nanos();
        Duration delay = body instanceof RequestBody request ? request.mockDelay() : Duration.ZERO;
        Outcome ending = await(call, delay);
        if (ending == null && call.type() == CallType.STORED_RESPONSE) {
            ending = new Outcome.Failed(UpstreamFailure.of(ErrorClass.NOT_FOUND, "a mock stores no responses"), 0);
        }
        if (ending == null) {
            ending = failureNamed(text);
        }
        if (ending != null) {
            return actedOutForCaller(body) ? blamingNobody(ending) : ending;
        }
        var answer = new MockAnswer(
                call.type(),
                text,
                name(call),
                "mock-" + answers.incrementAndGet(),
                time.now().getEpochSecond());
        long prompt = body instanceof RequestBody request ? request.promptTokens() : 0;
        if (call.type() == CallType.TOKEN_COUNT) {
            return CountedPrompt.answer(prompt);
        }
        var usage = new TokenUsage(prompt, answer.tokens());
        boolean message = body instanceof RequestBody request && request.api() == ClientApi.MESSAGES;
        if (call.streaming() && answer.streams()) {
            List<String> frames = message
                    ? new MockMessage(answer, usage).frames()
                    : frames(answer.events(usageWanted(body) ? usage : null, usageWithoutChoices));
            return new Outcome.Streaming(
                    List.of(), Duration.ofNanos(time.nanos() - started), new Stream(frames, usage));
        }
        byte[] whole = JsonText.written(message ? new MockMessage(answer, usage).whole() : answer.whole(usage));
        return new Outcome.Answered(200, "application/json", List.of(), whole, Optional.of(usage));
    }

    private boolean usageWanted(CallBody body) {
        return usageAlways || (body instanceof RequestBody request && request.usageAsked());
    }

    private static List<String> frames(List<Map<String, Object>> events) {
        var frames = new ArrayList<String>();
        events.forEach(event -> frames.add("data: " + new String(JsonText.written(event), UTF_8) + "\n\n"));
        frames.add("data: [DONE]\n\n");
        return frames;
    }

    private static boolean actedOutForCaller(CallBody body) {
        return body instanceof RequestBody request
                && (request.mockResponse() != null || request.mockDelay().isPositive());
    }

    /** What a caller has acted out says nothing about the deployment: others go on being served by it. */
    private static Outcome blamingNobody(Outcome ending) {
        return ending instanceof Outcome.Failed failed
                ? new Outcome.Failed(failed.failure().broughtAboutByCaller(), failed.upstreamStatus())
                : ending;
    }

    private static String name(UpstreamCall call) {
        String wanted = call.answerModel();
        return wanted == null ? call.deployment().endpoint().model() : wanted;
    }

    /** Waits as long as the request says; answers how the call ended meanwhile, null when it did not. */
    private static @Nullable Outcome await(UpstreamCall call, Duration delay) {
        Duration bound =
                call.streaming() ? call.bounds().event() : call.bounds().whole();
        boolean tooLong = delay.compareTo(bound) > 0;
        var left = new CountDownLatch(1);
        try (Registration _ = call.cancellation().onCancel(left::countDown)) {
            if (delay.isPositive() && left.await((tooLong ? bound : delay).toNanos(), TimeUnit.NANOSECONDS)) {
                return new Outcome.Cancelled();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled();
        }
        return tooLong ? new Outcome.Failed(Failures.timeout(bound, !call.streaming(), call.bounds()), 0) : null;
    }

    /** A text that names a class of failures, such as {@code litellm.RateLimitError}, acts it out. */
    private static Outcome.@Nullable Failed failureNamed(String text) {
        ErrorClass kind = FAILURES.get(text);
        return kind == null
                ? null
                : new Outcome.Failed(UpstreamFailure.of(kind, "this is a mock " + text.substring(PREFIX.length())), 0);
    }

    /** A stream that is there as a whole from the beginning. */
    private record Stream(List<String> frames, TokenUsage used) implements UpstreamStream {
        @Override
        public StreamEnd passOn(StreamSink sink) {
            try {
                for (String frame : frames) {
                    byte[] event = frame.getBytes(UTF_8);
                    sink.write(event, 0, event.length);
                }
            } catch (StreamSink.ClientGone _) {
                return new StreamEnd.Abandoned(used);
            }
            return new StreamEnd.Complete(used);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
