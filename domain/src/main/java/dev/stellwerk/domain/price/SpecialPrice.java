package dev.stellwerk.domain.price;

import org.jspecify.annotations.Nullable;

/**
 * What tokens cost under a condition.
 *
 * @param serviceTier the tier in which the call was served; null means any
 * @param abovePromptTokens only when the prompt is longer
 * @param tokens of the whole call, prices that the condition does not change among them
 */
public record SpecialPrice(@Nullable String serviceTier, long abovePromptTokens, TokenPrice tokens) {
    boolean applies(long promptTokens, @Nullable String tier) {
        return promptTokens > abovePromptTokens && (serviceTier == null || serviceTier.equals(tier));
    }
}
