package dev.stellwerk.domain.deployment;

import java.math.BigDecimal;
import java.time.Duration;

/** At most so many dollars in a period, for a deployment, a provider or a tag. */
public record RoutingBudget(BigDecimal limit, Duration period) {}
