package dev.stellwerk.adapters.http.upstream.dialect;

import org.jspecify.annotations.Nullable;

/**
 * How the client wants its answer.
 *
 * @param model the name to write into every answer and event; null keeps the upstream's
 * @param usageWanted a stream ends with its usage
 * @param usageWithoutChoices the usage event has no choices; otherwise one that says nothing
 */
public record AnswerWish(@Nullable String model, boolean usageWanted, boolean usageWithoutChoices) {}
