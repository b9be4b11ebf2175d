package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that leaves is noticed, also while nothing is written to it. */
@Tag("S74")
class ClientLeavesTest {
    private final TestServer server = TestServer.start();
    private final CompletableFuture<Long> noticed = new CompletableFuture<>();
    private final CountDownLatch running = new CountDownLatch(1);

    @AfterEach
    void stop() {
        server.close();
    }

    private void answerOnlyToLeaving() {
        server.answer = call -> {
            running.countDown();
            if (Answers.awaitLeaving(call.cancellation())) {
                noticed.complete(System.nanoTime());
            }
            return new Answer.Cancelled(Answers.head(call));
        };
    }

    private void assertNoticedWithin(long millis, long since) throws Exception {
        long after = noticed.get(10, TimeUnit.SECONDS) - since;
        assertThat(TimeUnit.NANOSECONDS.toMillis(after)).isLessThan(millis);
    }

    @Test
    void while_it_waits_for_a_plain_answer() throws Exception {
        answerOnlyToLeaving();
        RawConnection client = server.connect().chat("");
        running.await();
        long left = System.nanoTime();
        client.close();
        assertNoticedWithin(1_000, left);
    }

    @Test
    void by_a_reset() throws Exception {
        answerOnlyToLeaving();
        RawConnection client = server.connect().chat("");
        running.await();
        long left = System.nanoTime();
        client.reset();
        assertNoticedWithin(1_000, left);
    }

    @Test
    void while_its_stream_is_silent() throws Exception {
        server.answer = call -> Answers.stream(call, events -> {
            events.event("data: 1\n\n");
            if (Answers.awaitLeaving(call.cancellation())) {
                noticed.complete(System.nanoTime());
            }
            return new StreamEnd.Abandoned(TokenUsage.NONE);
        });
        RawConnection client = server.connect().chat(",\"stream\":true");
        assertThat(client.head()).startsWith("HTTP/1.1 200");
        assertThat(client.line()).isNotNull();
        long left = System.nanoTime();
        client.close();
        assertNoticedWithin(1_000, left);
    }

    @Test
    void and_a_request_sent_early_is_not_lost_by_looking() throws Exception {
        var slow = new CountDownLatch(1);
        server.answer = call -> {
            running.countDown();
            awaitQuietly(slow);
            return Answers.hello(call);
        };
        RawConnection client = server.connect().chat("");
        running.await();
        client.chat(",\"user\":\"second\"");
        // longer than it takes until the connection is looked at
        assertThat(new CountDownLatch(1).await(400, TimeUnit.MILLISECONDS)).isFalse();
        slow.countDown();
        assertThat(client.answer()).contains("200 OK").contains("hello");
        assertThat(client.answer()).contains("200 OK").contains("hello");
        assertThat(server.call().origin().customerId()).isNull();
        assertThat(server.call().origin().customerId()).isEqualTo("second");
        client.chat("");
        assertThat(client.answer()).contains("200 OK");
        client.close();
    }

    @Test
    void and_who_stays_gets_the_next_answers_on_the_same_connection() throws Exception {
        server.answer = call -> {
            awaitQuietly(new CountDownLatch(1));
            return Answers.hello(call);
        };
        RawConnection client = server.connect();
        for (int call = 0; call < 3; call++) {
            assertThat(client.chat("").answer()).contains("200 OK").contains("hello");
        }
        client.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
