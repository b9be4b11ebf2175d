package dev.stellwerk.adapters.redis.traffic;

import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.adapters.redis.traffic.TrafficReport.Counts;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The board's deployments by their hash, as of the last look. One thread looks, all may find. */
final class Deployments {
    private final TrafficBoard board;
    private Map<DeploymentId, String> hashes = new HashMap<>();
    private volatile Map<String, DeploymentTraffic> byHash = Map.of();

    Deployments(TrafficBoard board) {
        this.board = board;
    }

    /** Looks at the board and tells what this instance has to report of its minute. */
    TrafficReport look(long minute) {
        Map<DeploymentId, String> known = new HashMap<>();
        Map<String, DeploymentTraffic> found = new HashMap<>();
        Map<String, Counts> busy = new LinkedHashMap<>();
        for (DeploymentTraffic traffic : board.all()) {
            String hash = hashes.get(traffic.id());
            if (hash == null) {
                hash = KeyLayout.hash(traffic.id().value());
            }
            known.put(traffic.id(), hash);
            found.put(hash, traffic);
            var counts = new Counts(traffic.inFlightHere(), traffic.requestsHere(minute), traffic.tokensHere(minute));
            if (!counts.none() && busy.size() < TrafficReport.DEPLOYMENTS_MAX) {
                busy.put(hash, counts);
            }
        }
        hashes = known;
        byHash = found;
        return new TrafficReport(minute, busy);
    }

    Optional<DeploymentTraffic> find(String hash) {
        return Optional.ofNullable(byHash.get(hash));
    }
}
