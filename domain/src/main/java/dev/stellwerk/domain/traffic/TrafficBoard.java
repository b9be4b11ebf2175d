package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.catalog.DeploymentId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The traffic of every deployment by id. As large as the configuration, no larger. Safe for all threads. */
public final class TrafficBoard {
    private final ConcurrentMap<DeploymentId, DeploymentTraffic> byId = new ConcurrentHashMap<>();

    /** The one traffic of this deployment; begun when it is first asked for. */
    public DeploymentTraffic of(DeploymentId id) {
        return byId.computeIfAbsent(id, DeploymentTraffic::new);
    }

    public Collection<DeploymentTraffic> all() {
        return byId.values();
    }

    /** Forgets all but these: what a reload leaves over. */
    public void retain(Set<DeploymentId> ids) {
        byId.keySet().retainAll(ids);
    }
}
