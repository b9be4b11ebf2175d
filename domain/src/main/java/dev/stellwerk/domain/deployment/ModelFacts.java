package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the model behind a deployment, from its configuration or the model map.
 *
 * @param mode {@code chat}, {@code embedding}, …: for listings
 * @param baseModel the name under which the model map knows it
 * @param maxInputTokens context window; null means unknown, and then nothing is refused for length
 * @param price null means unknown, which is not free
 * @param unsupportedParameters parameters the model is known not to take
 * @param info the free-form {@code model_info} of the configuration, for listings
 * @param abilities what it can do, as far as that is known
 * @param callTypes what can be asked of it at all; empty means that nobody knows, and then everything may be
 */
public record ModelFacts(
        String mode,
        @Nullable String baseModel,
        @Nullable Long maxInputTokens,
        @Nullable Long maxOutputTokens,
        @Nullable Price price,
        Set<String> unsupportedParameters,
        Map<String, Object> info,
        Abilities abilities,
        Set<CallType> callTypes) {
    public static final ModelFacts UNKNOWN = new ModelFacts("chat", null, null, null, null, Set.of(), Map.of());

    public ModelFacts {
        unsupportedParameters = Set.copyOf(unsupportedParameters);
        info = Map.copyOf(info);
        callTypes = Set.copyOf(callTypes);
    }

    /** Whether the model is known to have this ability. */
    public boolean supports(Ability ability) {
        return abilities.present().contains(ability);
    }

    /** Whether the model is known not to have this ability; of many models nobody knows. */
    public boolean lacks(Ability ability) {
        return abilities.absent().contains(ability);
    }

    /** Of a model of which everything may be asked. */
    public ModelFacts(
            String mode,
            @Nullable String baseModel,
            @Nullable Long maxInputTokens,
            @Nullable Long maxOutputTokens,
            @Nullable Price price,
            Set<String> unsupportedParameters,
            Map<String, Object> info) {
        this(
                mode,
                baseModel,
                maxInputTokens,
                maxOutputTokens,
                price,
                unsupportedParameters,
                info,
                Abilities.UNKNOWN,
                Set.of());
    }
}
