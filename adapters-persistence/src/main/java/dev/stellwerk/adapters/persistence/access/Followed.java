package dev.stellwerk.adapters.persistence.access;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Records whose spend somebody wants to know once it has changed.
 *
 * @param listener takes the new spends by id
 */
public record Followed(Set<String> ids, Consumer<Map<String, BigDecimal>> listener) {}
