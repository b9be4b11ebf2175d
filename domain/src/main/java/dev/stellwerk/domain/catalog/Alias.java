package dev.stellwerk.domain.catalog;

/**
 * Another name for a model group; one hop only.
 *
 * @param hidden left out of listings, callable all the same
 */
public record Alias(String name, String target, boolean hidden) {}
