package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.RoutingRequest.Facts;
import dev.stellwerk.domain.routing.request.RoutingRequest.Overrides;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that may be made at this moment, and within what.
 *
 * @param catalog the one in force
 * @param settings those in force for this caller
 * @param model the name that is routed
 * @param group where it leads
 * @param ignoredTags caller tags that policy left out
 */
record Judged(
        Caller caller,
        CatalogSnapshot catalog,
        RoutingSettings settings,
        String model,
        String group,
        Constraints constraints,
        List<String> ignoredTags) {

    /**
     * The call as it is routed.
     *
     * @param pinned the deployment that holds what the call continues; null when it begins anew
     * @param preferred those that should, the best first
     */
    RoutingRequest request(ModelCall call, @Nullable DeploymentId pinned, List<DeploymentId> preferred) {
        return new RoutingRequest(model, constraints, facts(call), overrides(call), pinned, preferred);
    }

    private Facts facts(ModelCall call) {
        return new Facts(
                call.type(),
                call.streaming(),
                call.size().promptTokens(),
                call.size().outputTokensMax(),
                call.origin().userAgent(),
                call.handling().unsupportedCandidates(),
                asker(),
                call.origin().bringsCredential());
    }

    private RoutingRequest.Asker asker() {
        return new RoutingRequest.Asker(
                caller.team().map(Team::alias).orElse(null),
                caller.key().map(ApiKey::alias).orElse(null),
                caller.customerId().orElse(null),
                caller.admin());
    }

    private Overrides overrides(ModelCall call) {
        ModelCall.Handling handling = call.handling();
        boolean stored = call.type() == CallType.STORED_RESPONSE; // which nobody else holds
        boolean keyDisables =
                caller.key().filter(key -> key.metadata().disablesFallbacks()).isPresent();
        return new Overrides(
                handling.retries(),
                handling.timeout(),
                handling.streamTimeout(),
                handling.fallbacks(),
                handling.fallbacksDisabled() || keyDisables || stored,
                handling.fallbacksMax(),
                stored ? null : caller.customer().map(Customer::defaultModel).orElse(null),
                handling.simulated());
    }
}
