package dev.stellwerk.simulation;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.List;

/** What must hold after every event, whatever the story and the strategy. */
final class Invariants {
    private static final int ATTEMPTS_MAX = 1 + Simulation.SETTINGS.failures().retries();

    private final TrafficBoard board;

    Invariants(TrafficBoard board) {
        this.board = board;
    }

    /** A call goes where its request may go, and there are not too many of them. */
    void called(Deployment deployment, RoutingRequest request, int attempts) {
        for (RegionRestriction rule : request.constraints().regions()) {
            require(
                    deployment.region().filter(rule.regions()::contains).isPresent(),
                    "a call left its region for " + deployment.id());
        }
        List<String> tags = request.constraints().tags().names();
        require(
                tags.isEmpty() || tags.stream().anyMatch(deployment.tagRules().tags()::contains),
                "a call left its tags for " + deployment.id());
        require(attempts <= ATTEMPTS_MAX, attempts + " attempts for one request");
    }

    void afterEvent() {
        for (DeploymentTraffic traffic : board.all()) {
            require(traffic.inFlightHere() >= 0, "a negative count of calls in flight at " + traffic.id());
        }
    }

    void atEnd() {
        for (DeploymentTraffic traffic : board.all()) {
            require(traffic.inFlightHere() == 0, "calls in flight at the end at " + traffic.id());
        }
    }

    private static void require(boolean holds, String broken) {
        if (!holds) {
            throw new IllegalStateException("invariant broken: " + broken);
        }
    }
}
