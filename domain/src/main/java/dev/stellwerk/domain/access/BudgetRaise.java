package dev.stellwerk.domain.access;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A raise of a budget that ends by itself.
 *
 * @param amount in dollars
 */
public record BudgetRaise(BigDecimal amount, Instant until) {}
