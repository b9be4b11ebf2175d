package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.id.DeploymentId;
import java.math.BigDecimal;
import java.time.Duration;

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

    /** Until the deployment's budget begins anew; zero when nobody knows. */
    default Duration leftOfDeployment(DeploymentId id) {
        return Duration.ZERO;
    }

    /** Until the provider's budget begins anew; zero when nobody knows. */
    default Duration leftOfProvider(String provider) {
        return Duration.ZERO;
    }

    /** Until the tag's budget begins anew; zero when nobody knows. */
    default Duration leftOfTag(String tag) {
        return Duration.ZERO;
    }
}
