package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.RequestFields;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls as tests make them. */
public final class Calls {
    public static final AttemptBounds PATIENT = bounds(Duration.ofSeconds(20), Duration.ofSeconds(20));
    public static final String KEY = "up-key-0123456789";

    private Calls() {}

    /** Room for all that a test's answers hold. */
    public static HeldBytes account() {
        return new HeldBytes(1L << 30);
    }

    public static AttemptBounds bounds(Duration whole, Duration event) {
        return new AttemptBounds(Duration.ofSeconds(5), whole, event, false);
    }

    public static Endpoint endpoint(String base) {
        return new Endpoint("openai", "real-name", base + "/v1", new Secret(KEY), null, null, Map.of());
    }

    public static Deployment deployment(Endpoint endpoint) {
        return Deployment.builder(new DeploymentId("d1"), "chat", endpoint).build();
    }

    public static UpstreamCall chat(String base, AttemptBounds bounds) {
        return call(deployment(endpoint(base)), CallType.CHAT, "{\"model\":\"chat\",\"messages\":[]}", bounds);
    }

    public static UpstreamCall stream(String base, AttemptBounds bounds) {
        return call(
                deployment(endpoint(base)),
                CallType.CHAT,
                "{\"model\":\"chat\",\"messages\":[],\"stream\":true}",
                bounds);
    }

    public static UpstreamCall call(Deployment deployment, CallType type, String json, AttemptBounds bounds) {
        RequestBody body = RequestBody.parse(json.getBytes(StandardCharsets.UTF_8));
        return new UpstreamCall(
                deployment, type, body.streaming(), body, RequestFields.NONE, "chat", bounds, Cancellation.NEVER);
    }

    /** A call of the Messages API. */
    public static UpstreamCall message(Deployment deployment, String json, AttemptBounds bounds) {
        RequestBody body = RequestBody.parse(json.getBytes(StandardCharsets.UTF_8), ClientApi.MESSAGES);
        return new UpstreamCall(
                deployment,
                CallType.CHAT,
                body.streaming(),
                body,
                RequestFields.NONE,
                "chat",
                bounds,
                Cancellation.NEVER);
    }

    public static UpstreamCall withCancellation(UpstreamCall call, Cancellation cancellation) {
        return new UpstreamCall(
                call.deployment(),
                call.type(),
                call.streaming(),
                call.payload(),
                call.overrides(),
                call.answerModel(),
                call.bounds(),
                cancellation);
    }

    public static UpstreamFailure failure(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.failure();
        }
        throw new AssertionError("did not fail: " + outcome);
    }

    public static Outcome.Answered answer(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            return answered;
        }
        throw new AssertionError("not answered: " + outcome);
    }

    public static Outcome.Streaming streaming(Outcome outcome) {
        if (outcome instanceof Outcome.Streaming streaming) {
            return streaming;
        }
        throw new AssertionError("not streaming: " + outcome);
    }

    /** Keeps what a stream passes on, write by write. */
    public static final class Kept implements StreamSink {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        public final List<String> writes = new ArrayList<>();

        @Override
        public void write(byte[] bytes, int offset, int length) {
            all.write(bytes, offset, length);
            writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        public String text() {
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    /** A client that can be made to leave. */
    public static final class Client implements Cancellation {
        private final List<Runnable> actions = new ArrayList<>();
        private boolean left;

        @Override
        public synchronized boolean cancelled() {
            return left;
        }

        @Override
        public synchronized Registration onCancel(Runnable action) {
            if (left) {
                action.run();
                return () -> {};
            }
            actions.add(action);
            return () -> withdraw(action);
        }

        private synchronized void withdraw(Runnable action) {
            actions.remove(action);
        }

        public synchronized int listeners() {
            return actions.size();
        }

        public synchronized void leave() {
            left = true;
            actions.forEach(Runnable::run);
            actions.clear();
        }
    }
}
