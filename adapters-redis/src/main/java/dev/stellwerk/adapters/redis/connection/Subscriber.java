package dev.stellwerk.adapters.redis.connection;

import dev.stellwerk.domain.time.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;

/**
 * Hears what others publish, on one thread, and subscribes anew whenever that ends. Messages sent in between are lost;
 * {@code subscribed} is called after each new beginning so that nobody relies on having heard everything.
 */
public final class Subscriber implements Runnable {
    private static final Logger LOG = System.getLogger(Subscriber.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofMillis(500);

    private final RedisLink link;
    private final Time time;
    private final Map<String, Consumer<String>> channels;
    private final Runnable subscribed;
    private volatile Ear ear = new Ear();
    private volatile boolean closed;
    private long askedNanos;

    /** @param channels what to do with a message, by channel */
    public Subscriber(RedisLink link, Time time, Map<String, Consumer<String>> channels, Runnable subscribed) {
        this.link = link;
        this.time = time;
        this.channels = Map.copyOf(channels);
        this.subscribed = subscribed;
        this.askedNanos = time.nanos();
    }

    private final class Ear extends JedisPubSub {
        @Override
        public void onMessage(String channel, String message) {
            Consumer<String> listener = channels.get(channel);
            if (listener != null) {
                listener.accept(message);
            }
        }

        @Override
        public void onSubscribe(String channel, int count) {
            if (count == channels.size()) {
                subscribed.run();
            }
        }
    }

    @Override
    public void run() {
        while (!closed) {
            UnifiedJedis client = link.forSubscription();
            if (client != null) {
                listen(client);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void listen(UnifiedJedis client) {
        try {
            ear = new Ear();
            client.subscribe(ear, channels.keySet().toArray(String[]::new));
        } catch (RuntimeException cut) {
            LOG.log(Level.DEBUG, "the subscription was cut; the next turn begins a new one", cut);
        }
    }

    /** Asks for a sign of life now and then: a subscription whose other end is gone looks like a quiet one. */
    public void tend() {
        long now = time.nanos();
        if (now - askedNanos >= SIGN_OF_LIFE_EVERY.toNanos()) {
            askedNanos = now;
            onEar(JedisPubSub::ping);
        }
    }

    /** Lets {@link #run} end soon. */
    public void close() {
        closed = true;
        onEar(JedisPubSub::unsubscribe);
    }

    private void onEar(Consumer<JedisPubSub> action) {
        try {
            if (ear.isSubscribed()) {
                action.accept(ear);
            }
        } catch (RuntimeException cut) {
            LOG.log(Level.DEBUG, "the subscription is cut; its own thread will notice", cut);
        }
    }
}
