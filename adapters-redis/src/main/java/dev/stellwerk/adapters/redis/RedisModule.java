package dev.stellwerk.adapters.redis;

import dev.stellwerk.adapters.redis.affinity.RedisAffinityStore;
import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.connection.Subscriber;
import dev.stellwerk.adapters.redis.connection.Waits;
import dev.stellwerk.adapters.redis.invalidation.RedisInvalidations;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.adapters.redis.limits.RedisLimitStore;
import dev.stellwerk.adapters.redis.traffic.RedisSharedTraffic;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.application.port.out.SharedTraffic;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * What instances share through Redis. Works without it at every moment: each port then goes on from this instance's own
 * memory, and says so through {@link #readiness}.
 *
 * <p>Two threads belong to it from {@link #connect} to {@link #close}: one does what no request shall wait for, the
 * other hears what instances publish.
 */
public final class RedisModule implements AutoCloseable {
    private final RedisLink link;
    private final RedisLimitStore limits;
    private final RedisSharedTraffic traffic;
    private final RedisAffinityStore affinity;
    private final RedisInvalidations invalidations;
    private final Housekeeper housekeeper;
    private final Subscriber subscriber;

    private RedisModule(
            GatewayConfiguration.Redis settings, Waits waits, Time time, TrafficBoard board, String instanceId) {
        String instance = KeyLayout.hash(instanceId);
        link = new RedisLink(settings, waits, time, instance);
        limits = new RedisLimitStore(link, instance);
        link.onReturn(limits::welcome);
        affinity = new RedisAffinityStore(link, time);
        traffic = new RedisSharedTraffic(link, time, board, instance, this::wake, limits::remind);
        invalidations = new RedisInvalidations(link, instance, this::wake);
        subscriber = new Subscriber(
                link,
                time,
                Map.of(
                        KeyLayout.COOLDOWN_CHANNEL, traffic::hear,
                        KeyLayout.INVALIDATION_CHANNEL, invalidations::hear),
                invalidations::missed);
        housekeeper = new Housekeeper(
                link, List.of(limits::tend, traffic::tend, invalidations::tend, affinity::tend, subscriber::tend));
    }

    /**
     * Begins to connect and returns at once, whether the server is there or not.
     *
     * @param board where the others' traffic and cooldowns are written
     * @param instanceId differs from every other running instance's
     * @param threads makes the two threads; not virtual ones, which would queue behind busy requests
     */
    public static RedisModule connect(
            GatewayConfiguration.Redis settings,
            Time time,
            TrafficBoard board,
            String instanceId,
            ThreadFactory threads) {
        return connect(settings, Waits.DEFAULT, time, board, instanceId, threads);
    }

    static RedisModule connect(
            GatewayConfiguration.Redis settings,
            Waits waits,
            Time time,
            TrafficBoard board,
            String instanceId,
            ThreadFactory threads) {
        var module = new RedisModule(settings, waits, time, board, instanceId);
        threads.newThread(module.housekeeper).start();
        threads.newThread(module.subscriber).start();
        return module;
    }

    private void wake() {
        housekeeper.wake();
    }

    public LimitStore limits() {
        return limits;
    }

    public SharedTraffic sharedTraffic() {
        return traffic;
    }

    public AffinityStore affinity() {
        return affinity;
    }

    public Invalidations invalidations() {
        return invalidations;
    }

    /** Whether the server answers. The gateway works either way. */
    public Readiness readiness() {
        return link::check;
    }

    /** Tells what is still owed, if the server is there, and ends threads and connections. */
    @Override
    public void close() {
        subscriber.close();
        housekeeper.close(); // and with it the link
    }
}
