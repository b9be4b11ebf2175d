package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.application.port.out.LimitStoreContract;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisLimitStoreTest extends LimitStoreContract {
    private static final String LIMITS = "stellwerk:1:{shared}:limit:*";
    private static RedisProcess server;

    private final Instances instances = new Instances();
    private LimitStore store;
    private LimitStore another;

    @BeforeAll
    static void start() {
        server = RedisProcess.running();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        Minutes.awaitRoom(server);
        server.flush();
        store = instances.patient(server).module().limits();
        another = instances.patient(server).module().limits();
    }

    @AfterEach
    void disconnect() {
        instances.close();
    }

    @Override
    protected LimitStore store() {
        return store;
    }

    @Override
    protected void nextMinute() {
        Minutes.endOfAll(server);
    }

    @Test
    @Tag("S62")
    void two_instances_grant_exactly_the_limit_together() throws Exception {
        var grants = new AtomicInteger();
        var turn = new AtomicInteger();
        inParallel(() -> {
            LimitStore mine = turn.getAndIncrement() % 2 == 0 ? store : another;
            for (int i = 0; i < 40; i++) {
                if (mine.reserve(List.of(requests("k", 200), tokens("t", 1_000_000, 1))) instanceof Granted) {
                    grants.incrementAndGet();
                }
            }
        });

        assertThat(grants).hasValue(200);
        assertThat(refused(tokens("t", 200, 1)).usage()).isEqualTo(200);
    }

    @Test
    @Tag("S62")
    void what_one_instance_gives_back_another_may_take() {
        var reservation = granted(tokens("t", 100, 100), parallel("k", 1, 1));
        assertThat(another.reserve(List.of(parallel("k", 1, 1)))).isNotInstanceOf(Granted.class);

        store.settle(reservation, List.of(tokens("t", 100, -40), parallel("k", 1, -1)));
        Eventually.until(
                "the other is granted it", () -> grantedBy(another, tokens("t", 100, 40), parallel("k", 1, 1)));
    }

    @Test
    @Tag("S64")
    void slots_of_a_crashed_instance_expire() {
        var crashing = instances.patient(server).module();
        crashing.limits().reserve(List.of(parallel("k", 1, 1)));
        crashing.close();
        assertThat(refused(parallel("k", 1, 1)).usage()).isEqualTo(1);

        elevenSecondsPass();
        granted(parallel("k", 1, 1));
    }

    @Test
    @Tag("S64")
    void slots_of_a_living_instance_are_confirmed() {
        granted(parallel("k", 1, 1));
        try (Jedis client = server.client()) {
            String key = client.keys(LIMITS).iterator().next();
            double before = client.zrangeWithScores(key, 0, 0).getFirst().getScore();

            Eventually.until(
                    "it lives longer",
                    () -> client.zrangeWithScores(key, 0, 0).getFirst().getScore() > before);
        }
    }

    @Test
    @Tag("S78")
    void slots_are_held_again_after_the_server_was_flushed() {
        granted(parallel("k", 1, 1));
        server.flush();

        Eventually.until("it is held again", () -> !server.keys(LIMITS).isEmpty());
        assertThat(another.reserve(List.of(parallel("k", 1, 1)))).isNotInstanceOf(Granted.class);
    }

    @Test
    @Tag("S78")
    void a_server_that_forgot_its_scripts_learns_them_again() {
        granted(requests("k", 2));
        try (Jedis client = server.client()) {
            client.scriptFlush();
        }

        granted(requests("k", 2));
        assertThat(refused(requests("k", 2)).usage()).isEqualTo(2);
    }

    @Test
    @Tag("S81")
    void foreign_values_are_replaced() {
        granted(requests("k", 3), parallel("k", 3, 1));
        try (Jedis client = server.client()) {
            for (String key : client.keys(LIMITS)) {
                client.del(key);
                client.set(key, "foreign");
            }
        }

        granted(requests("k", 3), parallel("k", 3, 3));
        assertThat(refused(requests("k", 3), requests("k", 1)).usage()).isEqualTo(1);
    }

    @Test
    @Tag("S81")
    void foreign_numbers_are_replaced() {
        for (String used : List.of("foreign", "-7", "nan", "inf", "1e300", "0x10")) {
            granted(requests(used, 100));
            try (Jedis client = server.client()) {
                String key = client.keys(LIMITS).iterator().next();
                client.hset(key, Map.of("used", used));
            }
            granted(requests(used, 100));
            server.flush();
        }
    }

    @Test
    @Tag("S81")
    void slots_that_claim_to_live_for_ever_hold_nothing() {
        granted(parallel("k", 3, 1));
        try (Jedis client = server.client()) {
            String key = client.keys(LIMITS).iterator().next();
            client.zadd(key, Double.POSITIVE_INFINITY, "foreign");
            client.zadd(key, 1e15, "foreign too");
        }

        granted(parallel("k", 3, 2));
    }

    @Test
    @Tag("S81")
    void keys_begin_with_prefix_and_version_and_tell_no_ids() {
        granted(requests("secret-id", 5), parallel("secret-id", 5, 1), tokens("secret-id", 5, 1));

        assertThat(server.keys("*"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(key -> key.startsWith("stellwerk:1:"))
                .noneMatch(key -> key.contains("secret"));
    }

    private static boolean grantedBy(LimitStore store, Charge... charges) {
        return store.reserve(List.of(charges)) instanceof Granted;
    }

    private static void elevenSecondsPass() {
        try (Jedis client = server.client()) {
            for (String key : client.keys(LIMITS)) {
                client.zrange(key, 0, -1).forEach(slot -> client.zincrby(key, -11_000, slot));
            }
        }
    }
}
