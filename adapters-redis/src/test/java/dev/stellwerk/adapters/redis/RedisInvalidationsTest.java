package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.redis.Instances.Instance;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.application.port.out.InvalidationsContract;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

final class RedisInvalidationsTest extends InvalidationsContract {
    private static final Changed EVERYTHING = new Changed(Kind.EVERYTHING, "");
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
        here = instances.patient(server);
        there = instances.patient(server);
        Eventually.until("both listen", () -> listeners() == 2);
        awaitQuiet(heardBy(here()), heardBy(there()));
    }

    /** Lets all that was published before, and the news that everything may have changed, be heard. */
    private static void awaitQuiet(List<Changed> here, List<Changed> there) {
        try (Jedis client = server.client()) {
            Eventually.until("both hear", () -> {
                say(client, "ping");
                return !here.isEmpty() && !there.isEmpty();
            });
            say(client, "last");
        }
        var last = new Changed(Kind.KEY, "last");
        Eventually.until("both heard the last", () -> here.contains(last) && there.contains(last));
    }

    private static void say(Jedis client, String id) {
        client.publish(KeyLayout.INVALIDATION_CHANNEL, KeyLayout.hash("test") + " KEY " + id);
    }

    private static long listeners() {
        try (Jedis client = server.client()) {
            return client.pubsubNumSub(KeyLayout.INVALIDATION_CHANNEL).get(KeyLayout.INVALIDATION_CHANNEL);
        }
    }

    @AfterEach
    void disconnect() {
        instances.close();
        Eventually.until("nobody listens", () -> listeners() == 0);
    }

    @Override
    protected Invalidations here() {
        return here.module().invalidations();
    }

    @Override
    protected Invalidations there() {
        return there.module().invalidations();
    }

    @Override
    protected void await(String expected, BooleanSupplier condition) {
        Eventually.until(expected, condition);
    }

    @Test
    @Tag("S78")
    void after_a_lost_connection_everything_may_have_changed() {
        var heard = heardBy(there());
        try (Jedis client = server.client()) {
            client.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        }

        await("everything changed", () -> heard.contains(EVERYTHING));
    }

    @Test
    @Tag("S78")
    void a_change_made_while_the_server_is_away_is_heard_on_its_return() {
        var heard = heardBy(there());
        server.kill();
        here().publish(new Changed(Kind.TEAM, "t"));
        server.start();

        await("everything changed", () -> heard.contains(EVERYTHING));
    }

    @Test
    void too_many_changes_at_once_become_one() {
        var heard = heardBy(there());
        server.freeze();
        for (int i = 0; i < 5_000; i++) {
            here().publish(new Changed(Kind.KEY, "k" + i));
        }
        server.thaw();

        await("everything changed", () -> heard.contains(EVERYTHING));
        assertThat(heard).hasSizeLessThan(2_500);
    }

    @Test
    @Tag("S81")
    void foreign_messages_are_ignored() {
        var heard = heardBy(there());
        String stranger = KeyLayout.hash("stranger");
        try (Jedis client = server.client()) {
            for (String message : List.of(
                    "",
                    "foreign",
                    stranger,
                    stranger + " KEY",
                    stranger + " MOON x",
                    stranger + " KEY " + "x".repeat(5_000))) {
                client.publish(KeyLayout.INVALIDATION_CHANNEL, message);
            }
        }
        here().publish(new Changed(Kind.KEY, "k"));
        await("the true one was heard", () -> !heard.isEmpty());

        assertThat(heard).containsExactly(new Changed(Kind.KEY, "k"));
    }
}
