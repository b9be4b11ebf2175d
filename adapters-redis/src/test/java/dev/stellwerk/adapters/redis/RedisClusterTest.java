package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.redis.Instances.Instance;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.limits.LimitVerdict.Refused;
import dev.stellwerk.domain.traffic.Cooldown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A cluster of two shards. */
final class RedisClusterTest {
    private static final int SLOTS = 16_384;
    private static final DeploymentId D = new DeploymentId("d");
    private static RedisProcess first;
    private static RedisProcess second;

    private final Instances instances = new Instances();
    private Instance here;
    private Instance there;

    @BeforeAll
    static void start() {
        first = RedisProcess.running("--cluster-enabled", "yes");
        second = RedisProcess.running("--cluster-enabled", "yes");
        try (Jedis one = first.client();
                Jedis other = second.client()) {
            one.clusterAddSlots(IntStream.range(0, SLOTS / 2).toArray());
            other.clusterAddSlots(IntStream.range(SLOTS / 2, SLOTS).toArray());
            one.clusterMeet("127.0.0.1", second.port());
            Eventually.until("the shards know each other", () -> whole(one) && whole(other));
        }
    }

    private static boolean whole(Jedis node) {
        return node.clusterInfo().contains("cluster_state:ok")
                && node.clusterInfo().contains("cluster_slots_ok:" + SLOTS);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    @BeforeEach
    void connect() {
        Minutes.awaitRoom(first);
        here = connected();
        there = connected();
    }

    private Instance connected() {
        var instance = instances.connect(Instances.at(first.address(), second.address()));
        instance.board().of(D);
        return instance.awaitReady();
    }

    @AfterEach
    void disconnect() {
        instances.close();
    }

    @Test
    void limits_of_any_mixture_are_taken_in_one_step() {
        var charges = List.of(
                new Charge(LimitScope.KEY, "k", LimitKind.REQUESTS, 10, 1),
                new Charge(LimitScope.TEAM, "t", LimitKind.TOKENS, 1_000, 100),
                new Charge(LimitScope.CUSTOMER, "u", LimitKind.REQUESTS, 5, 1),
                new Charge(LimitScope.KEY, "k", LimitKind.PARALLEL_REQUESTS, 100, 1));
        for (int i = 0; i < 5; i++) {
            var store = i % 2 == 0 ? here.module().limits() : there.module().limits();
            assertThat(store.reserve(charges)).isInstanceOf(Granted.class);
        }

        assertThat(here.module().limits().reserve(charges))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.charge()).isEqualTo(charges.get(2)));
    }

    @Test
    void traffic_affinity_and_changes_are_shared() {
        List<Changed> heard = new CopyOnWriteArrayList<>();
        there.module().invalidations().subscribe(heard::add);
        var length = Duration.ofMinutes(1);
        here.module()
                .sharedTraffic()
                .announce(D, new Cooldown(here.time().nanos() + length.toNanos(), 429, "x", length));
        here.module().affinity().remember("session", D, length);
        here.board().of(D).enter();

        Eventually.until(
                "cooldowns", () -> there.board().of(D).cooling(there.time().nanos()));
        Eventually.until(
                "affinity", () -> there.module().affinity().find("session").equals(Optional.of(D)));
        Eventually.until("calls in flight", () -> there.board().of(D).inFlight() == 1);
        Eventually.until("changes", () -> {
            here.module().invalidations().publish(new Changed(Kind.KEY, "k"));
            return heard.contains(new Changed(Kind.KEY, "k"));
        });
    }
}
