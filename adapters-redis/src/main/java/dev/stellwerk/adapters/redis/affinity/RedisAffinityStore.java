package dev.stellwerk.adapters.redis.affinity;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.inmemory.InMemoryAffinityStore;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/**
 * Affinity kept by this instance and shared through the server. What this instance served itself it finds without
 * asking; what it remembers is told a few milliseconds later by {@link #tend}, and if another instance was first, that
 * one's choice replaces its own.
 */
public final class RedisAffinityStore implements AffinityStore {
    /** Keys waiting to be told. More are not: whoever comes next tells them. */
    private static final int WAITING_MAX = 10_000;

    private static final int TOLD_AT_ONCE_MAX = 500;
    private static final int ID_CHARACTERS_MAX = 1_000;

    private final RedisLink link;
    private final InMemoryAffinityStore near;
    private final ConcurrentMap<String, Pin> waiting = new ConcurrentHashMap<>();

    private record Pin(DeploymentId id, Duration life) {}

    public RedisAffinityStore(RedisLink link, Time time) {
        this.link = link;
        this.near = new InMemoryAffinityStore(time);
    }

    @Override
    public Optional<DeploymentId> find(String key) {
        Optional<DeploymentId> known = near.find(key);
        return known.isPresent()
                ? known
                : link.ask(client -> read(client.get(KeyLayout.affinity(key)))).flatMap(found -> found);
    }

    @Override
    public void remember(String key, DeploymentId id, Duration life) {
        near.remember(key, id, life);
        boolean first = near.find(key).filter(id::equals).isPresent();
        if (first && waiting.size() < WAITING_MAX) {
            waiting.put(key, new Pin(id, life));
        }
    }

    /** Tells what was remembered; for one thread. */
    public void tend() {
        if (!link.connected()) {
            waiting.clear(); // on its return the server hears of whatever is used again
            return;
        }
        List<Telling> batch;
        do {
            batch = takeSome();
            List<Telling> some = batch;
            if (!some.isEmpty()) {
                link.ask(client -> tell(client, some));
            }
        } while (batch.size() == TOLD_AT_ONCE_MAX);
    }

    private List<Telling> takeSome() {
        List<Telling> some = new ArrayList<>();
        for (Iterator<Map.Entry<String, Pin>> all = waiting.entrySet().iterator();
                all.hasNext() && some.size() < TOLD_AT_ONCE_MAX; ) {
            Map.Entry<String, Pin> one = all.next();
            if (waiting.remove(one.getKey(), one.getValue())) {
                some.add(new Telling(one.getKey(), one.getValue()));
            }
        }
        return some;
    }

    private boolean tell(UnifiedJedis client, List<Telling> batch) {
        try (AbstractPipeline pipeline = client.pipelined()) {
            batch.forEach(one -> one.claim(pipeline));
        }
        try (AbstractPipeline pipeline = client.pipelined()) {
            batch.forEach(one -> one.conclude(pipeline));
        }
        return true;
    }

    private static Optional<DeploymentId> read(@Nullable String value) {
        return value == null || value.isBlank() || value.length() > ID_CHARACTERS_MAX
                ? Optional.empty()
                : Optional.of(new DeploymentId(value));
    }

    /** One key on its way to the server. */
    private final class Telling {
        private final String key;
        private final String name;
        private final Pin pin;
        private @Nullable Response<String> first;
        private @Nullable Response<String> holder;
        private @Nullable Response<Long> millisLeft;

        Telling(String key, Pin pin) {
            this.key = key;
            this.name = KeyLayout.affinity(key);
            this.pin = pin;
        }

        void claim(AbstractPipeline pipeline) {
            first = pipeline.set(
                    name, pin.id.value(), SetParams.setParams().nx().px(pin.life.toMillis()));
            holder = pipeline.get(name);
            millisLeft = pipeline.pttl(name);
        }

        void conclude(AbstractPipeline pipeline) {
            if (first == null || holder == null || millisLeft == null || first.get() != null) {
                return;
            }
            Optional<DeploymentId> winner = valid(holder);
            if (winner.isEmpty() || millisLeft.get() < 0) { // foreign, or kept for ever: ours from now on
                pipeline.set(name, pin.id.value(), SetParams.setParams().px(pin.life.toMillis()));
            } else if (winner.get().equals(pin.id)) {
                pipeline.pexpire(name, pin.life.toMillis());
            } else {
                near.replace(key, winner.get(), Duration.ofMillis(millisLeft.get()));
            }
        }

        private static Optional<DeploymentId> valid(Response<String> value) {
            try {
                return read(value.get());
            } catch (JedisDataException foreignType) {
                return Optional.empty();
            }
        }
    }
}
