package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.redis.Instances.Instance;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.limits.LimitVerdict.Refused;
import dev.stellwerk.domain.traffic.Cooldown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Redis as an operator meets it: absent, killed, frozen, full, read-only, talking nonsense, and back again. */
@Tag("S78")
@Tag("S63")
final class RedisAwayTest {
    private static final DeploymentId D = new DeploymentId("d");
    private static final Duration BACK_WITHIN = Duration.ofSeconds(2);

    private final Instances instances = new Instances();
    private RedisProcess server;

    @BeforeEach
    void start() {
        server = RedisProcess.running();
        Minutes.awaitRoom(server);
    }

    @AfterEach
    void stop() {
        instances.close();
        server.close();
    }

    private static List<Charge> charges(long limit) {
        return List.of(
                new Charge(LimitScope.KEY, "k", LimitKind.REQUESTS, limit, 1),
                new Charge(LimitScope.KEY, "k", LimitKind.PARALLEL_REQUESTS, limit, 1));
    }

    private static int grants(Instance instance, int asked, long limit) {
        return grants(instance, asked, charges(limit).toArray(Charge[]::new));
    }

    private static int grants(Instance instance, int asked, Charge... charges) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            if (instance.module().limits().reserve(List.of(charges)) instanceof Granted) {
                granted++;
            }
        }
        return granted;
    }

    private static long used(Instance instance) {
        var none = new Charge(LimitScope.KEY, "k", LimitKind.REQUESTS, -1, 0);
        return ((Refused) instance.module().limits().reserve(List.of(none))).usage();
    }

    private static void awaitAway(Instance instance) {
        Eventually.until("redis counts as away", () -> !instance.ready());
    }

    private static void awaitBack(Instance instance) {
        Eventually.within(BACK_WITHIN, "redis counts as back", instance::ready);
    }

    private Instance connected() {
        return instances.impatient(server).awaitReady();
    }

    @Test
    void without_a_server_at_the_start_limits_hold_and_are_told_when_it_comes() {
        server.kill();
        var here = instances.impatient(server);
        assertThat(grants(here, 10, 4)).isEqualTo(4);

        server.start();
        awaitBack(here);
        var there = connected();
        Eventually.until("the other is told", () -> used(there) == 4);
        assertThat(grants(here, 10, 4)).isZero();
        assertThat(grants(there, 10, 4)).isZero();
        assertThat(grants(there, 10, 6)).isEqualTo(2);
    }

    @Test
    void when_it_is_killed_the_window_goes_on_and_on_its_return_too() {
        var requests = new Charge(LimitScope.KEY, "k", LimitKind.REQUESTS, 5, 1);
        var here = connected();
        assertThat(grants(here, 3, requests)).isEqualTo(3);

        server.kill();
        assertThat(grants(here, 10, requests)).isEqualTo(2);
        server.start();
        awaitBack(here);

        assertThat(grants(here, 10, requests)).isZero();
        assertThat(used(connected())).isEqualTo(5);
    }

    @Test
    void a_flushed_server_is_reminded_of_what_is_used() {
        var here = connected();
        assertThat(grants(here, 5, 5)).isEqualTo(5);
        server.flush();

        Eventually.until("it knows again", () -> used(here) == 5);
        assertThat(grants(here, 10, 5)).isZero();
    }

    @Test
    void when_it_is_frozen_few_wait_and_not_for_long() {
        var here = connected();
        grants(here, 1, 100);
        server.freeze();
        long start = System.nanoTime();
        assertThat(grants(here, 50, 100)).isEqualTo(50);

        // 50 waits would be five seconds; the breaker allows a quarter of one
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(here.ready()).isFalse();

        server.thaw();
        awaitBack(here);
        Eventually.until("all are counted", () -> used(here) >= 51);
    }

    @Test
    void when_it_is_slow_it_counts_as_away_until_it_is_not() {
        var here = connected();
        try (Jedis client = server.client()) {
            client.clientPause(1_500);
        }
        assertThat(grants(here, 10, 100)).isEqualTo(10);
        awaitAway(here);

        Eventually.within(Duration.ofMillis(1_500).plus(BACK_WITHIN), "redis counts as back", here::ready);
    }

    @Test
    void when_it_is_out_of_memory_it_counts_as_away_until_it_is_not() {
        var here = connected();
        configure("maxmemory", "1");
        assertThat(grants(here, 10, 10)).isEqualTo(10);
        awaitAway(here);

        configure("maxmemory", "0");
        awaitBack(here);
        assertThat(grants(here, 10, 10)).isZero();
    }

    @Test
    void when_it_becomes_read_only_it_counts_as_away_until_it_is_not() {
        var here = connected();
        try (Jedis client = server.client()) {
            client.replicaof("127.0.0.1", 1);
        }
        assertThat(grants(here, 10, 10)).isEqualTo(10);
        awaitAway(here);

        try (Jedis client = server.client()) {
            client.replicaofNoOne();
        }
        awaitBack(here);
    }

    @Test
    void when_it_talks_nonsense_it_counts_as_away() throws IOException {
        try (var nonsense = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> talk(nonsense));
            var here = instances.connect(Instances.at("127.0.0.1:" + nonsense.getLocalPort()));

            assertThat(grants(here, 10, 4)).isEqualTo(4);
            assertThat(here.ready()).isFalse();
        }
    }

    private static void talk(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 400 \u0000\u0007\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                socket.getInputStream().read();
            } catch (IOException closed) {
                // the next one, or the test is over
            }
        }
    }

    @Test
    void flushing_it_fails_nothing() {
        var here = connected();
        for (int i = 0; i < 20; i++) {
            assertThat(grants(here, 1, 1_000)).isEqualTo(1);
            server.flush();
        }
        assertThat(here.ready()).isTrue();
    }

    @Test
    void calls_in_flight_elsewhere_are_forgotten_while_it_is_away() {
        var here = connected();
        var there = connected();
        here.board().of(D);
        there.board().of(D).enter();
        Eventually.until("it is seen", () -> here.board().of(D).inFlight() == 1);
        server.freeze();

        Eventually.until("it is forgotten", () -> here.board().of(D).inFlight() == 0);
        server.thaw();
        Eventually.until("it is seen again", () -> here.board().of(D).inFlight() == 1);
    }

    @Test
    void a_cooldown_decided_while_it_is_away_is_told_on_its_return() {
        var here = connected();
        var there = connected();
        there.board().of(D);
        server.kill();
        awaitAway(here);
        var length = Duration.ofMinutes(1);
        here.module()
                .sharedTraffic()
                .announce(D, new Cooldown(here.time().nanos() + length.toNanos(), 500, "x", length));
        server.start();

        Eventually.until(
                "it is told", () -> there.board().of(D).cooling(there.time().nanos()));
    }

    @Test
    void each_change_of_state_is_said_once() {
        var said = new ConcurrentLinkedQueue<LogRecord>();
        var logger = Logger.getLogger("dev.stellwerk.adapters.redis.connection.RedisLink");
        var handler = new Listener(said);
        logger.addHandler(handler);
        try {
            var here = connected();
            server.kill();
            grants(here, 500, 1_000);
            awaitAway(here);
            grants(here, 500, 1_000);
            server.start();
            awaitBack(here);
            grants(here, 500, 10_000);
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(said).extracting(LogRecord::getLevel).containsExactly(Level.INFO, Level.WARNING, Level.INFO);
    }

    private static final class Listener extends Handler {
        private final ConcurrentLinkedQueue<LogRecord> said;

        Listener(ConcurrentLinkedQueue<LogRecord> said) {
            this.said = said;
        }

        @Override
        public void publish(LogRecord line) {
            said.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private void configure(String name, String value) {
        try (Jedis client = server.client()) {
            client.configSet(name, value);
        }
    }
}
