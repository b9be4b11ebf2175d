package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.id.DeploymentId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The traffic of every deployment by id. As large as the configuration, no larger. Safe for all threads. */
public final class TrafficBoard {
    private final AtomicReference<@Nullable Cooldown> lastToEnd = new AtomicReference<>();
    private final ConcurrentMap<DeploymentId, DeploymentTraffic> byId = new ConcurrentHashMap<>();

    /** The one traffic of this deployment; begun when it is first asked for. */
    public DeploymentTraffic of(DeploymentId id) {
        DeploymentTraffic known = byId.get(id);
        return known != null ? known : byId.computeIfAbsent(id, unknown -> new DeploymentTraffic(unknown, lastToEnd));
    }

    /** Whether any cooldown that was ever begun may still be in force. */
    public boolean anyCooling(long nowNanos) {
        Cooldown last = lastToEnd.get();
        return last != null && last.untilNanos() - nowNanos > 0;
    }

    public Collection<DeploymentTraffic> all() {
        return byId.values();
    }

    /** Forgets all but these: what a reload leaves over. */
    public void retain(Set<DeploymentId> ids) {
        byId.keySet().retainAll(ids);
    }
}
