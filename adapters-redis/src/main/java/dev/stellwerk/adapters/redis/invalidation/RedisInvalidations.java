package dev.stellwerk.adapters.redis.invalidation;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.port.out.Invalidations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes as messages: "INSTANCE KIND ID". They wait while the server is away; too many of them become one that says
 * everything changed. Listeners hear the same whenever messages may have been missed.
 */
public final class RedisInvalidations implements Invalidations {
    private static final Logger LOG = System.getLogger(RedisInvalidations.class.getName());
    private static final int WAITING_MAX = 1_000;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32}) ([A-Z_]{1,20}) (.{0,1000})", Pattern.DOTALL);
    private static final Changed EVERYTHING = new Changed(Kind.EVERYTHING, "");

    private final RedisLink link;
    private final String instance;
    private final Runnable wake;
    private final List<Consumer<Changed>> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Changed> waiting = new ArrayDeque<>();

    /** @param wake makes the thread that calls {@link #tend} do so at once */
    public RedisInvalidations(RedisLink link, String instance, Runnable wake) {
        this.link = link;
        this.instance = instance;
        this.wake = wake;
    }

    @Override
    public void publish(Changed changed) {
        synchronized (waiting) {
            if (waiting.size() >= WAITING_MAX) {
                waiting.clear();
                waiting.add(EVERYTHING);
            } else {
                waiting.add(changed);
            }
        }
        wake.run();
    }

    @Override
    public void subscribe(Consumer<Changed> listener) {
        listeners.add(listener);
    }

    /** Tells what waits; for one thread. */
    public void tend() {
        for (Changed next; link.connected() && (next = peek()) != null; ) {
            Changed changed = next;
            String message = instance + ' ' + changed.kind() + ' ' + changed.id();
            Optional<Long> heardBy = link.ask(client -> client.publish(KeyLayout.INVALIDATION_CHANNEL, message));
            if (heardBy.isEmpty()) {
                return;
            }
            drop(changed);
        }
    }

    private @Nullable Changed peek() {
        synchronized (waiting) {
            return waiting.peek();
        }
    }

    private void drop(Changed told) {
        synchronized (waiting) {
            if (told.equals(waiting.peek())) {
                waiting.remove();
            }
        }
    }

    /** A message of another instance, or of anybody. */
    public void hear(String message) {
        Matcher parts = FORM.matcher(message);
        if (parts.matches() && !parts.group(1).equals(instance)) {
            for (Kind kind : Kind.values()) {
                if (kind.name().equals(parts.group(2))) {
                    tellListeners(new Changed(kind, parts.group(3)));
                }
            }
        }
    }

    /** Messages may have been missed. */
    public void missed() {
        tellListeners(EVERYTHING);
    }

    private void tellListeners(Changed changed) {
        for (Consumer<Changed> listener : listeners) {
            try {
                listener.accept(changed);
            } catch (RuntimeException e) { // the next listener, and the next message, need not suffer
                LOG.log(Level.ERROR, "a listener failed at a change of " + changed.kind(), e);
            }
        }
    }
}
