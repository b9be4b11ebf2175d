package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.spi.InvalidValue;
import java.math.BigDecimal;

/** US dollars per token. An explicit 0 means free. */
public record Price(BigDecimal inputPerToken, BigDecimal outputPerToken) {
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    public Price {
        if (inputPerToken.signum() < 0 || outputPerToken.signum() < 0) {
            throw new InvalidValue("price", inputPerToken + "/" + outputPerToken, "must not be negative");
        }
    }

    public boolean free() {
        return inputPerToken.signum() == 0 && outputPerToken.signum() == 0;
    }

    /** What one input and one output token cost together: the figure by which deployments are compared. */
    public double perTokenPair() {
        return inputPerToken.doubleValue() + outputPerToken.doubleValue();
    }
}
