package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.redis.Instances.Instance;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.port.out.SharedTraffic;
import dev.stellwerk.application.port.out.SharedTrafficContract;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisSharedTrafficTest extends SharedTrafficContract {
    private static RedisProcess server;

    private final Instances instances = new Instances();
    private Instance here;
    private Instance there;

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
        here = connected();
        there = connected();
    }

    private Instance connected() {
        var instance = instances.patient(server);
        instance.board().of(A);
        instance.board().of(B);
        return instance;
    }

    @AfterEach
    void disconnect() {
        instances.close();
    }

    @Override
    protected SharedTraffic here() {
        return here.module().sharedTraffic();
    }

    @Override
    protected TrafficBoard boardHere() {
        return here.board();
    }

    @Override
    protected TrafficBoard boardThere() {
        return there.board();
    }

    @Override
    protected Time time() {
        return there.time();
    }

    @Override
    protected void await(String expected, BooleanSupplier condition) {
        Eventually.until(expected, condition); // within a second, but this machine may be busy with other things
    }

    private static DeploymentTraffic a(Instance instance) {
        return instance.board().of(A);
    }

    @Test
    void calls_in_flight_are_those_of_all_instances() {
        var third = connected();
        var lease = a(here).enter();
        var another = a(there).enter();
        a(there).enter();
        await("all see three", () -> a(here).inFlight() == 3 && a(there).inFlight() == 3 && a(third).inFlight() == 3);

        lease.close();
        another.close();
        await("all see one", () -> a(here).inFlight() == 1 && a(there).inFlight() == 1 && a(third).inFlight() == 1);
        assertThat(here.board().of(B).inFlight()).isZero();
    }

    @Test
    void usage_of_the_minute_is_that_of_all_instances() {
        long minute = here.time().minute();
        a(here).countRequest(minute);
        a(here).countTokens(minute, 1_000);
        a(there).countRequest(minute);

        await("both see two", () -> a(here).requests(minute) == 2 && a(there).requests(minute) == 2);
        await("both see the tokens", () -> a(here).tokens(minute) == 1_000 && a(there).tokens(minute) == 1_000);
    }

    @Test
    void usage_of_another_minute_does_not_count() {
        long minute = here.time().minute();
        there.time().pass(Duration.ofMinutes(1));
        a(there).countRequest(minute + 1);
        a(there).enter();
        await("its report arrived", () -> a(here).inFlight() == 1);

        assertThat(a(here).requests(minute)).isZero();
    }

    @Test
    void an_instance_that_is_gone_no_longer_counts() {
        a(there).enter();
        await("it is seen", () -> a(here).inFlight() == 1);
        there.module().close();

        await("it is forgotten", () -> a(here).inFlight() == 0);
    }

    @Test
    @Tag("S78")
    void a_flushed_server_is_told_again() {
        a(there).enter();
        await("it is seen", () -> a(here).inFlight() == 1);
        server.flush();

        var third = connected();
        await("it is seen again", () -> a(third).inFlight() == 1 && a(here).inFlight() == 1);
    }

    @Test
    void an_instance_that_starts_later_learns_of_cooldowns() {
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("the server keeps it", () -> server.keys(KeyLayout.COOLDOWNS).size() == 1);
        var third = connected();

        await("it is learned", () -> a(third).cooling(third.time().nanos()));
    }

    @Test
    void a_deployment_that_joins_the_board_later_still_cools_down() {
        var late = new DeploymentId("late");
        here().announce(late, cooldown(Duration.ofSeconds(30)));
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("A cools down", () -> coolingThere(A));

        await("the newcomer does", () -> coolingThere(late));
    }

    @Test
    void a_cooldown_that_is_ended_early_here_stays_ended() {
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("the server keeps it", () -> server.keys(KeyLayout.COOLDOWNS).size() == 1);
        var third = connected();
        await("it is learned", () -> a(third).cooling(third.time().nanos()));
        a(third).readmit();
        here().announce(B, cooldown(Duration.ofSeconds(30)));
        await(
                "a later one is learned",
                () -> third.board().of(B).cooling(third.time().nanos()));
        exchangesPass();

        assertThat(a(third).cooling(third.time().nanos())).isFalse();
    }

    @Test
    void a_cooldown_that_is_over_is_forgotten_by_the_server() {
        here().announce(A, cooldown(Duration.ofMillis(300)));
        await("the server keeps it", () -> server.keys(KeyLayout.COOLDOWNS).size() == 1);

        await("the server forgot it", () -> server.keys(KeyLayout.COOLDOWNS).isEmpty());
    }

    @Test
    @Tag("S81")
    void foreign_values_and_messages_are_ignored_and_replaced() {
        String hash = KeyLayout.hash(A.value());
        try (Jedis client = server.client()) {
            for (String message : List.of("", " ", "x y", hash, hash + " ", hash + " 99999999999999999999 1 1 x y")) {
                client.publish(KeyLayout.COOLDOWN_CHANNEL, message);
            }
            for (String key : List.of(KeyLayout.HEADS, KeyLayout.REPORTS, KeyLayout.COOLDOWNS)) {
                client.del(key);
                client.set(key, "foreign");
            }
        }
        a(there).enter();
        here().announce(B, cooldown(Duration.ofSeconds(30)));

        await("traffic is exchanged", () -> a(here).inFlight() == 1);
        await("B cools down", () -> coolingThere(B));
        assertThat(coolingThere(A)).isFalse();
    }

    @Test
    @Tag("S81")
    void foreign_fields_are_ignored() {
        String hash = KeyLayout.hash(A.value());
        try (Jedis client = server.client()) {
            client.hset(KeyLayout.HEADS, "foreign", "foreign");
            client.hset(KeyLayout.HEADS, "bold", "99999999999999 1");
            client.hset(KeyLayout.HEADS, "liar", (System.currentTimeMillis() + 2_000) + " 1");
            client.hset(KeyLayout.REPORTS, "liar", "1\n" + hash + " -5 x y\n");
            client.hset(KeyLayout.COOLDOWNS, hash, "foreign");
            client.hset(KeyLayout.COOLDOWNS, "#", "foreign");
        }
        a(there).enter();

        await("traffic is exchanged", () -> a(here).inFlight() == 1);
        assertThat(coolingThere(A)).isFalse();
        assertThat(here.ready()).isTrue();
    }

    private void exchangesPass() {
        a(here).enter();
        await("an exchange", () -> a(there).inFlight() == 1);
        a(here).enter();
        await("and another", () -> a(there).inFlight() == 2);
    }
}
