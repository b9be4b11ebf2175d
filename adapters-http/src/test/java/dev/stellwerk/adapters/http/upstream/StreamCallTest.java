package dev.stellwerk.adapters.http.upstream;

import static dev.stellwerk.adapters.http.upstream.Calls.PATIENT;
import static dev.stellwerk.adapters.http.upstream.Calls.bounds;
import static dev.stellwerk.adapters.http.upstream.Calls.failure;
import static dev.stellwerk.adapters.http.upstream.Calls.streaming;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.chunk;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.error;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.plain;
import static dev.stellwerk.adapters.http.upstream.ScriptedUpstream.streamHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamCallTest {
    private static final String ROLE = event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String WORD = event("{\"content\":\"word\"}", "null");
    private static final String FINISH = event("{}", "\"stop\"");
    private static final String DONE = "data: [DONE]\n\n";

    private final HttpUpstreamClient client =
            new HttpUpstreamClient(new RunningTime(), WireOptions.DEFAULTS, Calls.account());
    private ScriptedUpstream upstream;

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"c\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String shown(String... events) {
        return String.join("", events).replace("\"up\"", "\"chat\"");
    }

    @BeforeEach
    void start() throws IOException {
        upstream = new ScriptedUpstream();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        upstream.close();
    }

    private Outcome call() {
        return client.call(Calls.stream(upstream.base(), PATIENT));
    }

    private static StreamEnd passOn(Outcome outcome, Calls.Kept sink) {
        return streaming(outcome).stream().passOn(sink);
    }

    @Test
    void a_stream_is_passed_on_and_its_connection_used_again() {
        for (int i = 0; i < 3; i++) {
            upstream.then(streamHead() + chunk(ROLE + WORD) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n");
        }
        for (int i = 0; i < 3; i++) {
            var sink = new Calls.Kept();
            assertThat(passOn(call(), sink)).isInstanceOf(StreamEnd.Complete.class);
            assertThat(sink.text()).isEqualTo(shown(ROLE, WORD, FINISH, DONE));
        }
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(upstream.last().header("accept")).isEqualTo("text/event-stream");
        assertThat(upstream.last().body()).contains("\"stream_options\":{\"include_usage\":true}");
    }

    @Test
    void events_that_arrive_together_are_passed_on_together() {
        upstream.then(streamHead() + chunk(WORD) + chunk(WORD) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n");
        var sink = new Calls.Kept();
        passOn(call(), sink);
        assertThat(sink.writes).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void an_event_is_passed_on_at_once() {
        var seen = new CountDownLatch(1);
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(WORD));
            try {
                seen.await();
            } catch (InterruptedException _) {
                return false;
            }
            connection.send(chunk(FINISH + DONE) + "0\r\n\r\n");
            return true;
        });
        var kept = new Calls.Kept();
        StreamSink sink = (bytes, offset, length) -> {
            kept.write(bytes, offset, length);
            seen.countDown();
        };
        assertThat(streaming(call()).stream().passOn(sink)).isInstanceOf(StreamEnd.Complete.class);
        assertThat(kept.writes).hasSize(2);
    }

    @Test
    void a_stream_that_can_be_continued_has_its_name_from_the_beginning() {
        upstream.then(streamHead()
                + chunk("event: response.created\ndata: {\"type\":\"response.created\",\"response\":"
                        + "{\"id\":\"resp_1\"}}\n\n"
                        + "data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n"));
        upstream.then(streamHead() + chunk(WORD + FINISH + DONE) + "0\r\n\r\n");

        Outcome.Streaming response = streaming(client.call(Calls.call(
                Calls.deployment(Calls.endpoint(upstream.base())),
                CallType.RESPONSES,
                "{\"model\":\"chat\",\"input\":\"hi\",\"stream\":true}",
                PATIENT)));
        assertThat(response.answerId()).isEqualTo("resp_1");
        response.stream().close();
        Outcome.Streaming chat = streaming(call());
        assertThat(chat.answerId()).isNull();
        chat.stream().close();
    }

    @Test
    void a_failure_before_content_is_no_stream() {
        upstream.then(error(429, "{}"))
                .then(streamHead() + chunk("data: {\"error\":{\"message\":\"full\",\"code\":503}}\n\n") + "0\r\n\r\n")
                .then(streamHead() + chunk(ROLE) + "0\r\n\r\n")
                .then(streamHead() + chunk(DONE) + "0\r\n\r\n")
                .then(plain("{\"choices\":[]}"))
                .then(connection -> {
                    connection.send(streamHead() + chunk(ROLE) + "5\r\nda");
                    return false;
                });
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.SERVICE_UNAVAILABLE);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.CONNECTION);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.INTERNAL_SERVER);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.INTERNAL_SERVER);
        assertThat(failure(call()).kind()).isEqualTo(ErrorClass.CONNECTION);
    }

    @Test
    void a_stream_that_breaks_after_content_says_so() {
        String error = "data: {\"error\":{\"message\":\"broke\"}}\n\n";
        upstream.then(streamHead() + chunk(WORD) + chunk(error) + "0\r\n\r\n")
                .then(connection -> {
                    connection.send(streamHead() + chunk(WORD) + "50\r\ndata: {\"id\"");
                    return false;
                })
                .then(streamHead() + chunk(WORD) + "0\r\n\r\n");
        for (int i = 0; i < 3; i++) {
            var sink = new Calls.Kept();
            StreamEnd end = passOn(call(), sink);
            assertThat(end).isInstanceOf(StreamEnd.Broken.class);
            assertThat(end.usage().completionTokens()).isEqualTo(1);
            assertThat(sink.text()).isEqualTo(shown(WORD));
        }
    }

    @Test
    void the_first_event_is_awaited_only_so_long() {
        upstream.then(connection -> {
            connection.send(streamHead());
            while (true) { // comments and greetings are no events
                connection.send(chunk(": still here\n\n"));
                LockSupport.parkNanos(10_000_000);
            }
        });
        var failure = failure(
                client.call(Calls.stream(upstream.base(), bounds(Duration.ofSeconds(20), Duration.ofMillis(250)))));
        assertThat(failure.kind()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(failure.timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(upstream.clientHungUp()).isTrue();
    }

    @Test
    void a_gap_between_events_is_bounded() {
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(WORD));
            while (true) {
                connection.send(chunk("x"));
                LockSupport.parkNanos(10_000_000);
            }
        });
        var sink = new Calls.Kept();
        Outcome outcome =
                client.call(Calls.stream(upstream.base(), bounds(Duration.ofSeconds(20), Duration.ofMillis(400))));
        StreamEnd end = passOn(outcome, sink);
        assertThat(end).isInstanceOf(StreamEnd.Broken.class);
        assertThat(((StreamEnd.Broken) end).failure().kind()).isEqualTo(ErrorClass.TIMEOUT);
    }

    @Test
    void a_client_that_leaves_a_silent_stream_ends_it() {
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(WORD));
            return connection.awaitHangUp();
        });
        var browser = new Calls.Client();
        Outcome outcome = client.call(Calls.withCancellation(Calls.stream(upstream.base(), PATIENT), browser));
        StreamSink sink = (bytes, offset, length) -> browser.leave();
        StreamEnd end = streaming(outcome).stream().passOn(sink);
        assertThat(end).isInstanceOf(StreamEnd.Abandoned.class);
        assertThat(end.usage().completionTokens()).isEqualTo(1);
        assertThat(upstream.clientHungUp()).isTrue();
    }

    @Test
    void a_client_that_cannot_be_written_to_ends_the_stream() {
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(WORD));
            return connection.awaitHangUp();
        });
        StreamSink gone = (bytes, offset, length) -> {
            throw new StreamSink.ClientGone();
        };
        assertThat(streaming(call()).stream().passOn(gone)).isInstanceOf(StreamEnd.Abandoned.class);
        assertThat(upstream.clientHungUp()).isTrue();
    }

    @Test
    void a_stream_that_is_closed_unread_is_hung_up() {
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(WORD));
            return connection.awaitHangUp();
        });
        streaming(call()).stream().close();
        assertThat(upstream.clientHungUp()).isTrue();
    }

    @Test
    void the_time_of_a_slow_client_is_not_the_upstreams() {
        upstream.then(streamHead() + chunk(WORD) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n");
        var kept = new Calls.Kept();
        StreamSink slow = (bytes, offset, length) -> {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            kept.write(bytes, offset, length);
        };
        Outcome outcome =
                client.call(Calls.stream(upstream.base(), bounds(Duration.ofSeconds(20), Duration.ofMillis(200))));
        assertThat(streaming(outcome).stream().passOn(slow)).isInstanceOf(StreamEnd.Complete.class);
        assertThat(kept.text()).isEqualTo(shown(WORD, FINISH, DONE));
    }

    @Test
    void a_silent_stream_is_kept_alive_by_comments() throws IOException {
        var told = new CountDownLatch(3);
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(WORD) + "5\r\nda"); // silence in the middle of a chunk
            try {
                told.await();
            } catch (InterruptedException _) {
                return false;
            }
            connection.send("ta:\r\n" + chunk(FINISH.substring(5) + DONE) + "0\r\n\r\n");
            return true;
        });
        var kept = new Calls.Kept();
        StreamSink sink = (bytes, offset, length) -> {
            kept.write(bytes, offset, length);
            told.countDown();
        };
        try (var chatty = new HttpUpstreamClient(
                new RunningTime(), WireOptions.DEFAULTS, Calls.account(), Duration.ofMillis(20))) {
            Outcome outcome = chatty.call(Calls.stream(upstream.base(), PATIENT));
            assertThat(streaming(outcome).stream().passOn(sink)).isInstanceOf(StreamEnd.Complete.class);
        }
        assertThat(kept.text()).startsWith(shown(WORD) + ": keep-alive\n\n: keep-alive\n\n");
        assertThat(kept.text().replace(": keep-alive\n\n", "")).isEqualTo(shown(WORD, FINISH, DONE));
    }

    private static HttpUpstreamClient holding(Duration opening, Duration silence) {
        return new HttpUpstreamClient(
                new RunningTime(),
                new WireOptions(false, false, 100, opening, Outgoing.DEFAULTS),
                Calls.account(),
                silence);
    }

    @Test
    void an_opening_is_held_only_for_so_long_and_then_kept_alive() throws IOException {
        var told = new CountDownLatch(3); // the opening and two comments
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(ROLE));
            await(told);
            connection.send(chunk(WORD) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n");
            return true;
        });
        var kept = new Calls.Kept();
        try (var client = holding(Duration.ofMillis(60), Duration.ofMillis(20))) {
            Outcome outcome = client.call(Calls.stream(upstream.base(), PATIENT));
            StreamEnd end = streaming(outcome).stream().passOn((bytes, offset, length) -> {
                kept.write(bytes, offset, length);
                told.countDown();
            });
            assertThat(end).isInstanceOf(StreamEnd.Complete.class);
        }
        assertThat(kept.text()).startsWith(shown(ROLE) + ": keep-alive\n\n: keep-alive\n\n");
        assertThat(kept.text().replace(": keep-alive\n\n", "")).isEqualTo(shown(ROLE, WORD, FINISH, DONE));
    }

    @Test
    void an_opening_that_is_not_held_goes_out_at_once() throws IOException {
        var told = new CountDownLatch(1);
        upstream.then(connection -> {
            connection.send(streamHead() + chunk(ROLE));
            await(told);
            connection.send(chunk(WORD) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n");
            return true;
        });
        try (var client = holding(Duration.ZERO, Duration.ofSeconds(15))) {
            Outcome outcome = client.call(Calls.stream(upstream.base(), PATIENT));
            StreamEnd end = streaming(outcome).stream().passOn((bytes, offset, length) -> told.countDown());
            assertThat(end).isInstanceOf(StreamEnd.Complete.class);
        }
    }

    @Test
    void a_stream_that_fails_within_its_opening_has_not_begun() throws IOException {
        upstream.then(streamHead() + chunk(ROLE) + chunk("data: {\"error\":{\"message\":\"busy\"}}\n\n") + "0\r\n\r\n");
        assertThat(failure(call()).message()).isEqualTo("busy");
    }

    @Test
    void a_call_on_the_connection_of_a_stream_may_think_for_longer_than_a_stream_is_silent() throws IOException {
        upstream.then(streamHead() + chunk(WORD) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n")
                .then(connection -> {
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                    connection.send(ScriptedUpstream.plain("{\"choices\":[{\"message\":{}}]}"));
                    return true;
                });
        try (var client = holding(Duration.ofSeconds(10), Duration.ofMillis(20))) {
            passOn(client.call(Calls.stream(upstream.base(), PATIENT)), new Calls.Kept());
            Calls.answer(client.call(Calls.chat(upstream.base(), PATIENT)));
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void a_picture_in_an_event_passes_whole_and_a_larger_event_counts_against_nobody() {
        String picture = event("{\"images\":[\"" + "x".repeat(6 << 20) + "\"]}", "null");
        String endless = chunk("x".repeat(1 << 20));
        upstream.then(streamHead() + chunk(picture) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n")
                .then(connection -> {
                    connection.send(streamHead() + chunk("data: "));
                    for (int megabyte = 0; megabyte < 33; megabyte++) {
                        connection.send(endless);
                    }
                    return false;
                });
        var sink = new Calls.Kept();
        assertThat(passOn(call(), sink)).isInstanceOf(StreamEnd.Complete.class);
        assertThat(sink.text().equals(shown(picture, FINISH, DONE))).isTrue();

        UpstreamFailure failure = failure(call());
        assertThat(failure.message()).contains("longer than");
        assertThat(failure.causedByCaller()).isTrue();
        assertThat(failure.status()).isEqualTo(413);
    }

    @Test
    void what_is_held_of_answers_is_counted_and_given_back() throws IOException {
        var account = new HeldBytes(3 << 20);
        String fits = event("{\"content\":\"" + "x".repeat(400_000) + "\"}", "null");
        String tooLarge = event("{\"content\":\"" + "x".repeat(2_000_000) + "\"}", "null");
        String whole = "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(3_500_000) + "\"}}]}";
        upstream.then(streamHead() + chunk(WORD) + chunk(fits) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n")
                .then(streamHead() + chunk(WORD) + chunk(tooLarge) + chunk(FINISH) + chunk(DONE) + "0\r\n\r\n")
                .then(ScriptedUpstream.plain(whole));
        try (var client = new HttpUpstreamClient(new RunningTime(), WireOptions.DEFAULTS, account)) {
            assertThat(passOn(client.call(Calls.stream(upstream.base(), PATIENT)), new Calls.Kept()))
                    .isInstanceOf(StreamEnd.Complete.class);
            assertThat(account.held()).isZero();

            StreamEnd end = passOn(client.call(Calls.stream(upstream.base(), PATIENT)), new Calls.Kept());
            assertNoRoom(((StreamEnd.Broken) end).failure());
            assertThat(account.held()).isZero();

            assertNoRoom(failure(client.call(Calls.chat(upstream.base(), PATIENT))));
            assertThat(account.held()).isZero();
        }
    }

    private static void assertNoRoom(UpstreamFailure failure) {
        assertThat(failure.kind()).isEqualTo(ErrorClass.SERVICE_UNAVAILABLE);
        assertThat(failure.retryAfter()).isPresent();
        assertThat(failure.causedByCaller()).isTrue();
    }
}
