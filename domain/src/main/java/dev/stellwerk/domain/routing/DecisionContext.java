package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.Moment;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Everything one decision may look at besides the candidates: a reading of the clocks, chance, the request, what became
 * of it so far, and the settings in force for it. Belongs to one decision and one thread.
 */
public record DecisionContext(
        RoutingRequest request,
        RoutingSettings settings,
        SpentBudgets budgets,
        RandomGenerator random,
        Moment now,
        Earlier earlier) {

    /**
     * What became of a request before this attempt.
     *
     * @param attempts those that were made, whichever deployment they went to
     * @param failed the deployments that failed in one of them
     */
    public record Earlier(int attempts, Set<DeploymentId> failed) {
        public static final Earlier NOTHING = new Earlier(0, Set.of());
    }
}
