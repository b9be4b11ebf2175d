package dev.stellwerk.domain.deployment;

import java.util.List;
import java.util.Set;

/**
 * What becomes of a request's parameters on their way to a deployment: what its configuration wants, and what its
 * provider takes.
 *
 * @param dropsUnsupported what the provider does not take is left out instead of refused
 * @param dropped what is left out in any case
 * @param allowed what is sent in any case
 * @param mends a request that the provider would refuse for another reason is mended where that can be done
 */
public record ParameterRules(
        boolean dropsUnsupported,
        List<ParameterPath> dropped,
        Set<String> allowed,
        boolean mends,
        ProviderParameters provider) {
    /** Nothing is known of the provider, and nothing is wanted. */
    public static final ParameterRules NONE =
            new ParameterRules(false, List.of(), Set.of(), false, ProviderParameters.ALL);

    public ParameterRules {
        dropped = List.copyOf(dropped);
        allowed = Set.copyOf(allowed);
    }

    /** The same wishes before another provider. */
    public ParameterRules at(ProviderParameters other) {
        return new ParameterRules(dropsUnsupported, dropped, allowed, mends, other);
    }
}
