package dev.stellwerk.adapters.redis.connection;

import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.domain.time.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The connection to the server, or the knowledge that there is none now. Requests never wait for a server that counts
 * as away; whoever looks after the link ({@link #tend}) tries it again and again, off the request path.
 *
 * <p>Each time a new client is made: the old one's connections lead nowhere, and finding that out would cost a request
 * each.
 */
public final class RedisLink implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RedisLink.class.getName());
    private static final Duration PAUSE_MIN = Duration.ofMillis(200);

    /** With the waits of a try it stays below the two seconds within which a server that is well must be found so. */
    private static final Duration PAUSE_MAX = Duration.ofMillis(1_600);

    /** A connection that lasted this long was a good one. */
    private static final Duration LASTING = Duration.ofSeconds(5);

    private static final int CAUSE_CHARACTERS_MAX = 200;
    private static final Script PROBE = Script.beside(RedisLink.class, "probe.lua");

    private final Address address;
    private final Clients clients;
    private final Breaker breaker;
    private final Time time;
    private final ServerTime serverTime;
    private final List<String> probeKeys;

    /** Null while the server is away. */
    private final AtomicReference<@Nullable UnifiedJedis> client = new AtomicReference<>();

    private final Queue<UnifiedJedis> retired = new ConcurrentLinkedQueue<>();
    private volatile Consumer<UnifiedJedis> welcome = _ -> {};
    private volatile String cause = "no connection has been made yet";
    private volatile boolean closed;
    private volatile long pauseNanos = PAUSE_MIN.toNanos();
    private volatile long connectedNanos;
    private volatile long triedNanos;
    private boolean reported;

    /** Does not connect. */
    public RedisLink(GatewayConfiguration.Redis settings, Waits waits, Time time, String instance) {
        this.address = Address.of(settings);
        this.clients = new Clients(address, waits);
        this.breaker = new Breaker(waits.answer());
        this.time = time;
        this.serverTime = new ServerTime(time);
        this.probeKeys = List.of(KeyLayout.probe(instance));
        this.triedNanos = time.nanos() - pauseNanos;
        this.connectedNanos = triedNanos;
    }

    /** Sets what is done with each new client before requests may ask it; it fails when the server does. */
    public void onReturn(Consumer<UnifiedJedis> first) {
        welcome = first;
    }

    /** The server's clock, as far as it is known. */
    public ServerTime serverTime() {
        return serverTime;
    }

    public boolean connected() {
        return client.get() != null;
    }

    /** Asks the server. Empty when it is away or did not answer properly; whether it did what it was asked is unknown. */
    public <T> Optional<T> ask(Function<UnifiedJedis, T> command) {
        UnifiedJedis current = client.get();
        if (current == null) {
            return Optional.empty();
        }
        long asked = time.nanos();
        try {
            T answer = command.apply(current);
            breaker.succeeded(asked);
            return Optional.of(answer);
        } catch (RuntimeException failure) { // a server that is not itself makes the client throw anything
            judge(current, failure, time.nanos() - asked);
            return Optional.empty();
        }
    }

    /** A connection of its own for a subscription; null while the server is away. */
    @Nullable
    UnifiedJedis forSubscription() {
        return client.get();
    }

    public Readiness.Result check() {
        return connected()
                ? new Readiness.Result.Ready()
                : new Readiness.Result.NotReady("redis at " + address + " is away: " + cause);
    }

    /** Looks after the link; for one thread. */
    public void tend() {
        closeRetired();
        long now = time.nanos();
        if (!connected() && !closed && now - triedNanos >= pauseNanos) {
            connect();
            triedNanos = time.nanos();
        }
    }

    private void connect() {
        UnifiedJedis fresh = null;
        try {
            fresh = clients.open();
            serverTime.observe((Long) PROBE.run(fresh, probeKeys, List.of()));
            welcome.accept(fresh);
            breaker.reset();
            connectedNanos = time.nanos();
            client.set(fresh);
            reported = true;
            LOG.log(Level.INFO, "redis at {0} is there: limits and cooldowns are shared", address);
        } catch (RuntimeException failure) { // as above
            retire(fresh);
            stillAway(failure);
        }
    }

    private void stillAway(RuntimeException failure) {
        cause = inWords(failure);
        LOG.log(Level.DEBUG, "redis is still away", failure);
        if (!reported) { // the first attempt of all: nothing went away, so nothing has been said yet
            reported = true;
            sayAway();
        }
    }

    private void judge(UnifiedJedis asked, RuntimeException failure, long waitedNanos) {
        if (!asked.equals(client.get()) || ofOurMaking(failure)) {
            return; // an older connection's late failure says nothing about the new one either
        }
        if (breaker.failed(Duration.ofNanos(waitedNanos), time.nanos()) && client.compareAndSet(asked, null)) {
            retire(asked);
            cause = inWords(failure);
            pause();
            LOG.log(Level.DEBUG, "redis failed", failure);
            sayAway();
        }
    }

    /** One that comes and goes is tried less often, lest its coming and going be all the log tells. */
    private void pause() {
        long now = time.nanos();
        triedNanos = now;
        pauseNanos = now - connectedNanos < LASTING.toNanos()
                ? Math.min(2 * pauseNanos, PAUSE_MAX.toNanos())
                : PAUSE_MIN.toNanos();
    }

    /** A foreign value under one of our keys, or a request that was told to stop, says nothing about the server. */
    private static boolean ofOurMaking(RuntimeException failure) {
        if (failure.getCause() instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return Thread.currentThread().isInterrupted()
                || (failure instanceof JedisDataException
                        && String.valueOf(failure.getMessage()).startsWith("WRONGTYPE"));
    }

    private void sayAway() {
        LOG.log(
                Level.WARNING,
                "redis at {0} is away ({1}): until it is back, this instance counts limits and cooldowns alone",
                address,
                cause);
    }

    private static String inWords(RuntimeException failure) {
        Throwable root = root(failure);
        String text = (root.getClass().getSimpleName() + ": " + root.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return text.substring(0, Math.min(text.length(), CAUSE_CHARACTERS_MAX));
    }

    /** The client hangs what went wrong with each address of a host beside its own words. */
    private static Throwable root(Throwable failure) {
        if (failure.getCause() != null) {
            return root(failure.getCause());
        }
        return failure.getSuppressed().length > 0 ? root(failure.getSuppressed()[0]) : failure;
    }

    private void retire(@Nullable UnifiedJedis old) {
        if (old != null) {
            retired.add(old);
        }
    }

    private void closeRetired() {
        for (UnifiedJedis old; (old = retired.poll()) != null; ) {
            try {
                old.close();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "a connection that was lost could not be closed properly", e);
            }
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        closed = true;
        cause = "the gateway is stopping";
        retire(client.getAndSet(null));
        closeRetired();
    }
}
