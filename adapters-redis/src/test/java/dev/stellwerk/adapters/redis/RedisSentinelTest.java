package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A master, its replica, and a sentinel who makes the replica master when the master is gone. */
final class RedisSentinelTest {
    private final Instances instances = new Instances();
    private RedisProcess master;
    private RedisProcess replica;
    private RedisProcess sentinel;

    @BeforeEach
    void start() throws IOException {
        master = RedisProcess.running();
        replica = RedisProcess.running("--replicaof", "127.0.0.1", Integer.toString(master.port()));
        Path file = Files.createTempDirectory("sentinel").resolve("sentinel.conf");
        Files.writeString(file, """
                sentinel monitor main 127.0.0.1 %d 1
                sentinel down-after-milliseconds main 300
                sentinel failover-timeout main 2000
                """.formatted(master.port()));
        sentinel = RedisProcess.sentinel(file);
        Eventually.until("the sentinel knows the replica", () -> {
            try (Jedis client = sentinel.client()) {
                return !client.sentinelReplicas("main").isEmpty();
            }
        });
    }

    @AfterEach
    void stop() {
        instances.close();
        sentinel.close();
        replica.close();
        master.close();
    }

    @Test
    @Tag("S78")
    void the_master_is_found_and_its_successor_too() {
        var settings = new GatewayConfiguration.Redis(null, List.of(sentinel.address()), null, null, "main", false);
        var here = instances.connect(settings).awaitReady();
        var requests = List.of(new Charge(LimitScope.KEY, "k", LimitKind.REQUESTS, 3, 1));
        Minutes.awaitRoom(master);
        assertThat(here.module().limits().reserve(requests)).isInstanceOf(Granted.class);

        master.kill();
        assertThat(here.module().limits().reserve(requests)).isInstanceOf(Granted.class);
        Eventually.within(Duration.ofSeconds(30), "the successor is used", () -> counted(replica) > 0 && here.ready());

        assertThat(here.module().limits().reserve(requests)).isInstanceOf(Granted.class);
        assertThat(here.module().limits().reserve(requests)).isNotInstanceOf(Granted.class);
    }

    /** Probes that reached a server which is master now. */
    private static int counted(RedisProcess server) {
        try (Jedis client = server.client()) {
            boolean master = client.role().getFirst().equals("master");
            return master ? client.keys("stellwerk:1:{shared}:probe:*").size() : 0;
        } catch (JedisConnectionException becomingMaster) { // which cuts all connections
            return 0;
        }
    }
}
