package dev.stellwerk.application.completion;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.List;

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
        List<String> ignoredTags) {}
