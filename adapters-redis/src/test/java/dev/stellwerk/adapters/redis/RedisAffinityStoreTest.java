package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.redis.Instances.Instance;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.application.port.out.AffinityStoreContract;
import dev.stellwerk.domain.id.DeploymentId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisAffinityStoreTest extends AffinityStoreContract {
    private static final String ALL = "stellwerk:1:{shared}:affinity:*";
    private static RedisProcess server;

    private final Instances instances = new Instances();
    private Instance here;
    private AffinityStore there;

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
        server.flush();
        here = instances.patient(server);
        there = instances.patient(server).module().affinity();
    }

    @AfterEach
    void disconnect() {
        instances.close();
    }

    @Override
    protected AffinityStore store() {
        return here.module().affinity();
    }

    /** Both for this instance's memory and, once it was told, for the server's. */
    @Override
    protected void pass(Duration duration) {
        awaitTold();
        here.time().pass(duration);
        try (Jedis client = server.client()) {
            for (String key : client.keys(ALL)) {
                long left = client.pttl(key) - duration.toMillis();
                if (left > 0) {
                    client.pexpire(key, left);
                } else {
                    client.del(key);
                }
            }
        }
    }

    /** A third batch begins only after the first, which holds whatever was remembered before, is done. */
    private void awaitTold() {
        for (int batch = 0; batch < 3; batch++) {
            String later = "told " + batch + " " + System.nanoTime();
            store().remember(later, FIRST, LIFE);
            Eventually.until(
                    "the server was told",
                    () -> !server.keys(KeyLayout.affinity(later)).isEmpty());
            try (Jedis client = server.client()) {
                client.del(KeyLayout.affinity(later));
            }
        }
    }

    @Test
    void another_instance_finds_it_too() {
        store().remember("session", FIRST, LIFE);

        Eventually.until("it is found", () -> there.find("session").equals(Optional.of(FIRST)));
    }

    @Test
    void of_two_instances_the_first_writer_wins() {
        store().remember("session", FIRST, LIFE);
        awaitTold();
        there.remember("session", SECOND, LIFE);

        Eventually.until("the second learns", () -> there.find("session").equals(Optional.of(FIRST)));
        assertThat(store().find("session")).contains(FIRST);
    }

    @Test
    void using_it_elsewhere_lengthens_its_life_there() {
        store().remember("session", FIRST, LIFE);
        pass(LIFE.minusMinutes(1));
        there.remember("session", FIRST, LIFE);
        try (Jedis client = server.client()) {
            Eventually.until(
                    "its life begins anew",
                    () -> client.pttl(KeyLayout.affinity("session"))
                            > LIFE.minusMinutes(1).toMillis());
        }
    }

    @Test
    @Tag("S81")
    void foreign_values_are_ignored_and_replaced() {
        try (Jedis client = server.client()) {
            client.lpush(KeyLayout.affinity("list"), "foreign");
            client.set(KeyLayout.affinity("blank"), " ");
            client.set(KeyLayout.affinity("long"), "x".repeat(100_000));
        }
        for (String key : List.of("list", "blank", "long")) {
            for (int i = 0; i < 10; i++) {
                assertThat(there.find(key)).isEmpty();
            }
            store().remember(key, FIRST, LIFE);
            Eventually.until("it is replaced", () -> there.find(key).isPresent());
        }
        assertThat(here.ready()).isTrue();
    }

    @Test
    @Tag("S78")
    void without_the_server_each_instance_remembers_its_own() {
        server.kill();
        store().remember("session", FIRST, LIFE);
        there.remember("session", SECOND, LIFE);

        assertThat(store().find("session")).contains(FIRST);
        assertThat(there.find("session")).contains(SECOND);
        assertThat(store().find("another")).isEmpty();
        server.start();
    }

    @Test
    void any_number_of_sessions_at_once_is_told() {
        for (int i = 0; i < 3_000; i++) {
            store().remember("session " + i, new DeploymentId("d" + i % 7), LIFE);
        }

        Eventually.until("all were told", () -> server.keys(ALL).size() == 3_000);
    }
}
