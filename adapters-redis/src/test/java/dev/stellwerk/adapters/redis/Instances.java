package dev.stellwerk.adapters.redis;

import dev.stellwerk.adapters.redis.connection.Waits;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.port.out.Readiness.Result.Ready;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gateways on a server, as far as Redis is concerned. */
final class Instances implements AutoCloseable {
    /** Nothing that is not about waiting shall fail because the machine is busy. */
    private static final Waits PATIENT = new Waits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private static final Logger LOG = Logger.getLogger("dev.stellwerk.adapters.redis");
    private static int made;

    static {
        LOG.setUseParentHandlers(false); // hundreds of connections would drown what a test has to say
    }

    private final List<Instance> open = new ArrayList<>();

    /** One of them. */
    record Instance(RedisModule module, TrafficBoard board, ShiftableTime time) {
        boolean ready() {
            return module.readiness().check() instanceof Ready;
        }

        Instance awaitReady() {
            Eventually.until("redis is there", this::ready);
            return this;
        }
    }

    /** Connected, and waits for answers as long as it takes. */
    Instance patient(RedisProcess server) {
        return connect(at(server.address()), PATIENT).awaitReady();
    }

    /** With the waits of production. Perhaps not connected yet. */
    Instance impatient(RedisProcess server) {
        return connect(at(server.address()), Waits.DEFAULT);
    }

    Instance connect(GatewayConfiguration.Redis settings) {
        return connect(settings, PATIENT);
    }

    private Instance connect(GatewayConfiguration.Redis settings, Waits waits) {
        var board = new TrafficBoard();
        var time = new ShiftableTime();
        var module = RedisModule.connect(
                settings,
                waits,
                time,
                board,
                "instance " + ++made,
                Thread.ofPlatform().daemon().factory());
        var instance = new Instance(module, board, time);
        open.add(instance);
        return instance;
    }

    static GatewayConfiguration.Redis at(String... addresses) {
        return new GatewayConfiguration.Redis(null, List.of(addresses), null, null, null, false);
    }

    static GatewayConfiguration.Redis at(String address, @Nullable String user, String password) {
        return new GatewayConfiguration.Redis(null, List.of(address), user, new Secret(password), null, false);
    }

    static GatewayConfiguration.Redis atUrl(String url) {
        return new GatewayConfiguration.Redis(new Secret(url), List.of(), null, null, null, false);
    }

    @Override
    public void close() {
        open.forEach(instance -> instance.module().close());
        open.clear();
    }
}
