package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.routing.candidates.EligibleSet;
import dev.stellwerk.domain.traffic.DeploymentTraffic;

/** What the router decided, with every candidate and why it is out. */
public sealed interface Decision {
    /** The group it was decided for. */
    DeploymentPool pool();

    CandidateSet candidates();

    /**
     * This one.
     *
     * @param place its place in the group
     * @param eligible those it was chosen from
     * @param strategy the name under which the strategy was configured
     * @param preferred an earlier call led here, not the strategy
     */
    record Chosen(
            DeploymentPool pool,
            CandidateSet candidates,
            int place,
            EligibleSet eligible,
            String strategy,
            boolean preferred)
            implements Decision {
        public Deployment deployment() {
            return pool.deployment(place);
        }

        public DeploymentTraffic traffic() {
            return pool.traffic(place);
        }
    }

    /** Nobody fits. */
    record NobodyFits(DeploymentPool pool, CandidateSet candidates, CallRefusal refusal) implements Decision {}
}
