package dev.stellwerk.adapters.http.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListenerProbeTest {
    private static final int ROUNDS = 300;

    private final AtomicInteger deaths = new AtomicInteger();

    private ListenerProbe at(int port) {
        return new ListenerProbe("127.0.0.1", port, deaths::incrementAndGet);
    }

    private static int portWithoutListener() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void three_refusals_are_counted_as_three_however_many_threads_knock_at_once() throws Exception {
        int port = portWithoutListener();
        for (int round = 0; round < ROUNDS; round++) {
            deaths.set(0);
            ListenerProbe probe = at(port);
            var together = new CyclicBarrier(3);
            var knocking = new ArrayList<Thread>();
            for (int i = 0; i < 3; i++) {
                knocking.add(Thread.ofPlatform().start(() -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    probe.run();
                }));
            }
            for (Thread thread : knocking) {
                thread.join();
            }
            assertThat(deaths).as("round %d", round).hasValue(1);
        }
    }

    @Test
    void death_is_told_once() throws IOException {
        ListenerProbe probe = at(portWithoutListener());
        for (int i = 0; i < 10; i++) {
            probe.run();
        }
        assertThat(deaths).hasValue(1);
    }

    @Test
    void a_door_that_opens_again_is_alive_whatever_was_before() throws IOException {
        int port = portWithoutListener();
        ListenerProbe probe = at(port);
        probe.run();
        probe.run();
        try (var _ = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            probe.run();
        }
        probe.run();
        probe.run();
        assertThat(deaths).hasValue(0);
        probe.run();
        assertThat(deaths).hasValue(1);
    }

    @Test
    void a_door_that_was_closed_on_purpose_is_not_watched() throws IOException {
        ListenerProbe probe = at(portWithoutListener());
        probe.stop();
        for (int i = 0; i < 5; i++) {
            probe.run();
        }
        assertThat(deaths).hasValue(0);
    }
}
