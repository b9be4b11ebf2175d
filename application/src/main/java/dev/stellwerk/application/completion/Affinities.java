package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.domain.catalog.DeploymentId;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a session, a key or a conversation on the deployment that served it before: as a preference, after every
 * constraint, and only as long as that deployment is not much busier than it should be.
 */
final class Affinities {
    private static final int IN_FLIGHT_MAX = 256;

    private final AffinityStore store;
    private final TrafficBoard board;

    Affinities(AffinityStore store, TrafficBoard board) {
        this.store = store;
        this.board = board;
    }

    /** The deployments that served these before, strongest tie first; overloaded ones are left out. */
    List<DeploymentId> preferred(List<String> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<DeploymentId>(keys.size());
        for (String key : keys) {
            store.find(key)
                    .filter(id -> board.of(id).inFlight() < IN_FLIGHT_MAX)
                    .ifPresent(found::add);
        }
        return found;
    }

    void remember(Admitted admitted, DeploymentId id) {
        Duration life = admitted.settings().checks().affinityLife();
        for (String key : admitted.affinityKeys()) {
            store.remember(key, id, life);
        }
    }
}
