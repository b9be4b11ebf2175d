package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.domain.deployment.ParameterRules;
import java.util.Set;

/** Reads what becomes of a request's parameters before a deployment. What an entry leaves open is said for all. */
public final class ParameterRulesReader {
    private final boolean drops;
    private final boolean mends;
    private final ProviderChooser providers;

    private ParameterRulesReader(boolean drops, boolean mends, ProviderChooser providers) {
        this.drops = drops;
        this.mends = mends;
        this.providers = providers;
    }

    public static ParameterRulesReader of(Section litellm, Environment environment, ProviderChooser providers) {
        boolean drops = litellm.flag("drop_params", "true".equalsIgnoreCase(environment.get("LITELLM_DROP_PARAMS")));
        return new ParameterRulesReader(drops, litellm.flag("modify_params", false), providers);
    }

    ParameterRules read(String provider, Section parameters) {
        return new ParameterRules(
                parameters.flag("drop_params", drops),
                parameters.texts("additional_drop_params"),
                Set.copyOf(parameters.texts("allowed_openai_params")),
                parameters.flag("modify_params", mends),
                providers.parameters(provider));
    }
}
