package dev.stellwerk.adapters.http.upstream;

import static dev.stellwerk.adapters.http.upstream.Calls.PATIENT;
import static dev.stellwerk.adapters.http.upstream.Calls.failure;
import static dev.stellwerk.adapters.http.upstream.Calls.streaming;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that nobody asked to be streamed, and that are passed on as they come all the same. */
class PassedAnswersTest {
    private static final String SPEECH_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final HttpUpstreamClient client =
            new HttpUpstreamClient(new RunningTime(), WireOptions.DEFAULTS, Calls.account());
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new ScriptedUpstream();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        upstream.close();
    }

    private UpstreamCall speech(Duration patience) {
        return Calls.call(
                Calls.deployment(Calls.endpoint(upstream.base())),
                CallType.SPEECH,
                "{\"model\":\"chat\",\"input\":\"a long text\"}",
                Calls.bounds(Duration.ofSeconds(20), patience));
    }

    @Test
    void speech_is_passed_on_while_it_is_being_spoken() {
        var heard = new CountDownLatch(1);
        upstream.then(connection -> {
            connection.send(SPEECH_HEAD + chunk("first"));
            try {
                heard.await();
            } catch (InterruptedException _) {
                return false;
            }
            connection.send(chunk("second") + "0\r\n\r\n");
            return true;
        });
        Outcome.Streaming answer = streaming(client.call(speech(Duration.ofSeconds(20))));
        assertThat(answer.contentType()).isEqualTo("audio/mpeg");
        var kept = new Calls.Kept();
        StreamEnd end = answer.stream().passOn((bytes, offset, length) -> {
            kept.write(bytes, offset, length);
            heard.countDown();
        });
        assertThat(end).isInstanceOf(StreamEnd.Complete.class);
        assertThat(kept.text()).isEqualTo("firstsecond");
    }

    @Test
    void the_connection_of_a_speech_that_ended_is_used_again() {
        upstream.then(SPEECH_HEAD + chunk("a") + "0\r\n\r\n").then(SPEECH_HEAD + chunk("b") + "0\r\n\r\n");
        for (int call = 0; call < 2; call++) {
            streaming(client.call(speech(Duration.ofSeconds(20)))).stream().passOn(new Calls.Kept());
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void a_listener_who_leaves_ends_it_upstream() {
        upstream.then(connection -> {
            connection.send(SPEECH_HEAD + chunk("first"));
            return connection.awaitHangUp();
        });
        var listener = new Calls.Client();
        Outcome outcome = client.call(Calls.withCancellation(speech(Duration.ofSeconds(20)), listener));
        StreamSink leaves = (bytes, offset, length) -> listener.leave();
        assertThat(streaming(outcome).stream().passOn(leaves)).isInstanceOf(StreamEnd.Abandoned.class);
        assertThat(upstream.clientHungUp()).isTrue();
        assertThat(listener.listeners()).isZero();
    }

    @Test
    void a_speech_that_breaks_off_or_falls_silent_is_broken() {
        upstream.then(connection -> {
                    connection.send(SPEECH_HEAD + chunk("first") + "50\r\nsec");
                    return false;
                })
                .then(connection -> {
                    connection.send(SPEECH_HEAD + chunk("first"));
                    return connection.awaitHangUp();
                });
        StreamEnd cut =
                streaming(client.call(speech(Duration.ofSeconds(20)))).stream().passOn(new Calls.Kept());
        assertThat(((StreamEnd.Broken) cut).failure().kind()).isEqualTo(ErrorClass.CONNECTION);
        StreamEnd silent =
                streaming(client.call(speech(Duration.ofMillis(200)))).stream().passOn(new Calls.Kept());
        assertThat(((StreamEnd.Broken) silent).failure().kind()).isEqualTo(ErrorClass.TIMEOUT);
    }

    @Test
    void a_speech_without_a_sound_is_a_failure() {
        upstream.then(SPEECH_HEAD + "0\r\n\r\n");
        assertThat(failure(client.call(speech(Duration.ofSeconds(20)))).kind()).isEqualTo(ErrorClass.INTERNAL_SERVER);
    }

    @Test
    void events_that_nobody_announced_are_passed_on_as_events() {
        String event =
                "data: {\"id\":\"c\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
                        + "\"finish_reason\":null}]}\n\n";
        String end = event.replace("{\"content\":\"a\"}", "{}").replace("null", "\"stop\"");
        upstream.then(
                ScriptedUpstream.streamHead() + chunk(event) + chunk(end) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        Outcome.Streaming answer = streaming(client.call(Calls.chat(upstream.base(), PATIENT)));
        assertThat(answer.contentType()).isEqualTo("text/event-stream");
        var kept = new Calls.Kept();
        assertThat(answer.stream().passOn(kept)).isInstanceOf(StreamEnd.Complete.class);
        assertThat(kept.text()).isEqualTo((event + end).replace("\"up\"", "\"chat\"") + "data: [DONE]\n\n");
    }
}
