package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Stable;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The routing budgets of deployments, providers and tags. Answers from memory, never blocks. */
@Stable(since = "1.0")
public interface SpendView {
    /** One budget as it stands now. */
    interface Budget {
        BigDecimal spent();

        BigDecimal limit();

        /** Until it begins anew; zero when nobody knows. */
        Duration untilReset();

        default boolean reached() {
            return spent().compareTo(limit()) >= 0;
        }
    }

    /** The budget of a deployment; null when it has none. */
    @Nullable
    Budget ofDeployment(String deploymentId);

    @Nullable
    Budget ofProvider(String provider);

    @Nullable
    Budget ofTag(String tag);

    /** Whether any provider or tag has a budget at all. */
    boolean any();
}
