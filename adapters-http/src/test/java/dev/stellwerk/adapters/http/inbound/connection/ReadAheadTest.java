package dev.stellwerk.adapters.http.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.helidon.common.socket.HelidonSocket;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadAheadTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final WatchThreads threads = new WatchThreads();
    private final CountDownLatch ended = new CountDownLatch(1);

    @AfterEach
    void end() {
        threads.close();
    }

    private ReadAhead begin(Supplier<byte[]> bytes) {
        var socket = (HelidonSocket) Proxy.newProxyInstance(
                ReadAheadTest.class.getClassLoader(), new Class<?>[] {HelidonSocket.class}, (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("get");
                    return bytes.get();
                });
        return ReadAhead.begin(socket, threads, ended::countDown);
    }

    static Stream<Throwable> whateverIsThrown() {
        return Stream.of(
                new UncheckedIOException(new java.io.IOException("reset")),
                new IllegalStateException("closed"),
                new StackOverflowError(),
                new OutOfMemoryError("no room for a buffer"));
    }

    @ParameterizedTest
    @MethodSource("whateverIsThrown")
    void whatever_goes_wrong_while_reading_ends_the_wait_and_tells_that_the_client_has_left(Throwable thrown) {
        ReadAhead ahead = begin(() -> {
            switch (thrown) {
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                default -> throw new AssertionError(thrown);
            }
        });

        assertTimeoutPreemptively(LONG, () -> {
            assertThatThrownBy(ahead::await).isInstanceOf(UncheckedIOException.class);
            assertThat(ended.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        });
    }

    @Test
    void the_end_of_the_connection_is_told_and_waited_for() {
        ReadAhead ahead = begin(() -> null);

        assertTimeoutPreemptively(LONG, () -> {
            assertThat(ahead.await()).isNull();
            assertThat(ended.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        });
    }

    @Test
    void bytes_that_came_early_are_kept_and_nobody_has_left() {
        byte[] early = {1, 2, 3};
        ReadAhead ahead = begin(() -> early);

        assertTimeoutPreemptively(LONG, () -> assertThat(ahead.await()).isSameAs(early));
        assertThat(ended.getCount()).isOne();
    }
}
