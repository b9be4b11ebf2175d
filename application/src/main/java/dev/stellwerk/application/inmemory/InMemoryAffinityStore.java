package dev.stellwerk.application.inmemory;

import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Affinity in this process. Forgets the keys that were used longest ago when there are too many. Keys are spread over
 * parts with a monitor each, so that requests seldom meet.
 */
public final class InMemoryAffinityStore implements AffinityStore {
    /** Keys remembered at once. */
    public static final int KEYS_MAX = 100_000;

    private static final int PARTS = 32;

    private final Time time;
    private final Part[] parts = new Part[PARTS];

    private record Pin(DeploymentId id, long untilNanos) {}

    private static final class Part extends LinkedHashMap<String, Pin> {
        private static final long serialVersionUID = 1L;
        private final int keysMax;

        Part(int keysMax) {
            super(16, 0.75f, true);
            this.keysMax = keysMax;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pin> eldest) {
            return size() > keysMax;
        }
    }

    public InMemoryAffinityStore(Time time) {
        this(time, KEYS_MAX);
    }

    InMemoryAffinityStore(Time time, int keysMax) {
        this.time = time;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part(Math.max(1, keysMax / PARTS));
        }
    }

    @Override
    public Optional<DeploymentId> find(String key) {
        Part part = part(key);
        long now = time.nanos();
        synchronized (part) {
            Pin pin = part.get(key);
            if (pin == null) {
                return Optional.empty();
            }
            if (pin.untilNanos - now <= 0) {
                part.remove(key);
                return Optional.empty();
            }
            return Optional.of(pin.id);
        }
    }

    @Override
    public void remember(String key, DeploymentId id, Duration life) {
        Part part = part(key);
        long now = time.nanos();
        synchronized (part) {
            Pin pin = part.get(key);
            if (pin == null || pin.untilNanos - now <= 0 || pin.id.equals(id)) {
                part.put(key, new Pin(id, now + life.toNanos()));
            }
        }
    }

    /** Remembers in place of whatever was there: a shared store knows who was first. */
    public void replace(String key, DeploymentId id, Duration life) {
        Part part = part(key);
        long now = time.nanos();
        synchronized (part) {
            part.put(key, new Pin(id, now + life.toNanos()));
        }
    }

    private Part part(String key) {
        int hash = key.hashCode();
        return parts[(hash ^ hash >>> 16) & (PARTS - 1)];
    }
}
