package dev.stellwerk.adapters.http.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.session.FallbackReport;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a fake application answers. */
final class Answers {
    static final Deployment DEPLOYMENT = Deployment.builder(
                    new DeploymentId("chat-eu"),
                    "chat",
                    new Endpoint(
                            "openai",
                            "gpt-4o",
                            "http://up.example/v1?x=1",
                            new Secret("up-key-never-shown"),
                            null,
                            null,
                            Map.of("x-up", "header-never-shown")))
            .tags("free")
            .region("eu")
            .build();

    private Answers() {}

    static AnswerHead head(ModelCall call) {
        return new AnswerHead(
                call.callId(),
                DEPLOYMENT,
                call.model(),
                0,
                null,
                0,
                new BigDecimal("0.1200"),
                null,
                call.startedNanos(),
                1_000_000,
                List.of(),
                null,
                List.of());
    }

    static Answer hello(ModelCall call) {
        return new Answer.Whole(head(call), "application/json", List.of(), "{\"hello\":\"world\"}".getBytes(UTF_8));
    }

    static Answer whole(ModelCall call, Header... upstream) {
        return new Answer.Whole(head(call), "application/json", List.of(upstream), "{}".getBytes(UTF_8));
    }

    static Answer failed(ModelCall call, Failure failure) {
        return new Answer.Failed(head(call), failure, new FallbackReport("chat", List.of("other"), List.of(), null));
    }

    static Answer stream(ModelCall call, Writer writer) {
        return new Answer.Streaming(head(call), "text/event-stream", List.of(), new Answer.StreamBody() {
            @Override
            public StreamEnd writeTo(StreamSink sink) {
                try {
                    return writer.write(text -> {
                        byte[] bytes = text.getBytes(UTF_8);
                        sink.write(bytes, 0, bytes.length);
                    });
                } catch (StreamSink.ClientGone gone) {
                    return new StreamEnd.Abandoned(TokenUsage.NONE);
                }
            }

            @Override
            public void close() {}
        });
    }

    /** Blocks until the client has left; answers whether that was noticed in time. */
    static boolean awaitLeaving(Cancellation cancellation) {
        var left = new CountDownLatch(1);
        try (Cancellation.Registration _ = cancellation.onCancel(left::countDown)) {
            return left.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            return false;
        }
    }

    interface Writer {
        StreamEnd write(Events events) throws StreamSink.ClientGone;
    }

    interface Events {
        void event(String text) throws StreamSink.ClientGone;
    }
}
