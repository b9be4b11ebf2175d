package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.deployment.ParameterPath;
import dev.stellwerk.domain.deployment.ParameterRules;
import dev.stellwerk.domain.spi.InvalidValue;
import java.util.ArrayList;
import java.util.List;
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
                paths(parameters),
                Set.copyOf(parameters.texts("allowed_openai_params")),
                parameters.flag("modify_params", mends),
                providers.parameters(provider));
    }

    private static List<ParameterPath> paths(Section parameters) {
        var paths = new ArrayList<ParameterPath>();
        for (Value written : parameters.items("additional_drop_params")) {
            String text = written.text();
            try {
                if (text != null) {
                    paths.add(ParameterPath.parse(text));
                }
            } catch (InvalidValue _) {
                written.error("'" + Value.shown(String.valueOf(text))
                        + "' is no path to a parameter, such as seed or tools[*].function.strict");
            }
        }
        return paths;
    }
}
