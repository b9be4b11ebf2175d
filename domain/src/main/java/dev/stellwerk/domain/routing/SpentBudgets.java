package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.catalog.DeploymentId;
import java.math.BigDecimal;

/** What deployments, providers and tags have spent in their running periods. Answers from memory, never blocks. */
public interface SpentBudgets {
    /** Nobody has spent anything. */
    SpentBudgets NOTHING = new SpentBudgets() {
        @Override
        public BigDecimal ofDeployment(DeploymentId id) {
            return BigDecimal.ZERO;
        }

        @Override
        public BigDecimal ofProvider(String provider) {
            return BigDecimal.ZERO;
        }

        @Override
        public BigDecimal ofTag(String tag) {
            return BigDecimal.ZERO;
        }
    };

    BigDecimal ofDeployment(DeploymentId id);

    BigDecimal ofProvider(String provider);

    BigDecimal ofTag(String tag);
}
