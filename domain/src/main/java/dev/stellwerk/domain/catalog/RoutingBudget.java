package dev.stellwerk.domain.catalog;

import java.math.BigDecimal;
import java.time.Duration;

/** At most so many dollars in a period, for a deployment, a provider or a tag. */
public record RoutingBudget(BigDecimal limit, Duration period) {}
