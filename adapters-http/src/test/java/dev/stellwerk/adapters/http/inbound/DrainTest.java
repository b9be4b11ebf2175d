package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stopping lets end what runs, and nothing new begin. */
@Tag("S94")
class DrainTest {
    private static TestServer server(Duration drain) {
        return new TestServer(Access.DEFAULTS, Wire.DEFAULTS, TestServer.PATIENT, drain);
    }

    private static Thread stop(TestServer server) {
        return Thread.ofPlatform().start(server.server()::close);
    }

    @Test
    void a_running_stream_ends_whole_and_new_requests_are_refused() throws Exception {
        TestServer server = server(Duration.ofSeconds(10));
        var goOn = new CountDownLatch(1);
        server.answer = call -> Answers.stream(call, events -> {
            events.event("data: 1\n\n");
            await(goOn);
            events.event("data: [DONE]\n\n");
            return new StreamEnd.Complete(TokenUsage.NONE);
        });
        RawConnection idle = server.connect();
        RawConnection stream = server.connect().chat(",\"stream\":true");
        assertThat(stream.head()).contains("200 OK");
        Thread stopping = stop(server);
        awaitRefusal(server);
        assertThat(idle.chat("").rest())
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("retry-after: 1")
                .containsIgnoringCase("connection: close");
        assertThat(server.get("/health/readiness").statusCode()).isEqualTo(503);
        assertThat(server.get("/health/liveness").statusCode()).isEqualTo(200);
        goOn.countDown();
        assertThat(stream.rest()).contains("data: 1", "data: [DONE]").contains("\n0\n");
        stopping.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(stopping.isAlive()).isFalse();
        server.close();
    }

    @Test
    void an_announced_stop_turns_readiness_red_and_refuses_nobody() throws Exception {
        TestServer server = server(Duration.ofSeconds(10));
        server.server().announceStop();
        assertThat(server.get("/health/readiness").statusCode()).isEqualTo(503);
        assertThat(server.get("/health/liveness").statusCode()).isEqualTo(200);
        RawConnection kept = server.connect();
        assertThat(kept.chat("").answer()).contains("200 OK");
        assertThat(kept.chat("").answer()).contains("200 OK").doesNotContainIgnoringCase("connection: close");
        kept.close();
        server.close();
    }

    @Test
    void what_does_not_end_is_ended_with_an_error_when_the_time_is_over() throws Exception {
        TestServer server = server(Duration.ofMillis(300));
        server.answer = call -> call.streaming()
                ? Answers.stream(call, events -> {
                    events.event("data: 1\n\n");
                    Answers.awaitLeaving(call.cancellation());
                    return new StreamEnd.Abandoned(TokenUsage.NONE);
                })
                : leaving(call);
        RawConnection stream = server.connect().chat(",\"stream\":true");
        RawConnection plain = server.connect().chat("");
        assertThat(stream.head()).contains("200 OK");
        server.calls.take();
        server.calls.take();
        Thread stopping = stop(server);
        assertThat(stream.rest())
                .contains("shutting down")
                .doesNotContain("[DONE]")
                .doesNotContain("\n0\n");
        assertThat(plain.answer()).contains("503").contains("service_unavailable");
        stopping.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(stopping.isAlive()).isFalse();
        server.close();
    }

    @Test
    void an_idle_server_stops_at_once() {
        TestServer server = server(Duration.ofSeconds(30));
        RawConnection idle = server.connect();
        assertThat(idle.chat("").answer()).contains("200 OK");
        long begin = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        idle.close();
    }

    private static Answer leaving(dev.stellwerk.application.port.in.ModelCall call) {
        Answers.awaitLeaving(call.cancellation());
        return new Answer.Cancelled(Answers.head(call));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until a new connection is refused or cut. */
    private static void awaitRefusal(TestServer server) {
        while (true) {
            try (RawConnection late = server.connect()) {
                if (!late.chat("").answer().contains("200 OK")) {
                    return;
                }
            } catch (java.io.UncheckedIOException refused) {
                return;
            }
        }
    }
}
