package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.catalog.Deployment;
import dev.stellwerk.domain.error.Refusal;
import dev.stellwerk.domain.traffic.DeploymentTraffic;

/** What the router decided, with every candidate and why it is out. */
public sealed interface Decision {
    Candidates candidates();

    /**
     * This one.
     *
     * @param place its place in the group
     * @param eligible those it was chosen from
     * @param strategy the name under which the strategy was configured
     * @param preferred an earlier call led here, not the strategy
     */
    record Chosen(Candidates candidates, int place, Eligible eligible, String strategy, boolean preferred)
            implements Decision {
        public Deployment deployment() {
            return candidates.deployment(place);
        }

        public DeploymentTraffic traffic() {
            return candidates.traffic(place);
        }
    }

    /** Nobody fits. */
    record NobodyFits(Candidates candidates, Refusal refusal) implements Decision {}
}
