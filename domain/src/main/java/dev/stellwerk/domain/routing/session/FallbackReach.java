package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fallback targets one request can still reach. A target that leads nowhere, may not be used by this caller, or
 * was visited is passed over; how many are visited, and how deep lists are followed, is bounded.
 */
final class FallbackReach {
    /** Where nothing else is configured, lists are followed so deep; the first group's own is the first. */
    private static final int DEPTH_MAX = 5;

    private static final int TARGETS_MAX = 50;

    private final CatalogSnapshot catalog;
    private final RoutingSettings.FallbackRules rules;
    private final RoutingRequest request;
    private final @Nullable Integer stated;
    private final Set<Place> visited = new HashSet<>();

    /** Where a target leads, whatever name it has. */
    private record Place(String pool, @Nullable DeploymentId only, Map<String, Object> overrides) {}

    FallbackReach(CatalogSnapshot catalog, RoutingSettings.FallbackRules rules, RoutingRequest request) {
        this.catalog = catalog;
        this.rules = rules;
        this.request = request;
        Integer own = request.overrides().fallbacksMax();
        this.stated = own != null ? own : rules.fallbacksMax();
    }

    /** Where the name that the request begins with leads for its caller. */
    Resolution resolveFirst() {
        return catalog.resolve(
                request.model(),
                request.constraints().teamId(),
                request.facts().asker().admin());
    }

    private Resolution resolve(String name) {
        return catalog.resolve(name, request.constraints().teamId());
    }

    /** The group that the request begins with. It is no fallback of itself. */
    void begin(Resolution.Group group) {
        visited.add(place(group, Map.of()));
    }

    /** Targets visited so far. */
    int targets() {
        return Math.max(0, visited.size() - 1); // the first is where it began
    }

    /** Goes there, if it can be reached; null otherwise. */
    Resolution.@Nullable Group visit(Leg from, FallbackTarget target) {
        Resolution.Group group = reachable(from, target);
        if (group != null) {
            visited.add(place(group, target.overrides()));
        }
        return group;
    }

    /** Where a target leads that may be visited next; null when it may not. */
    Resolution.@Nullable Group reachable(Leg from, FallbackTarget target) {
        boolean tooFar = stated == null ? from.depth >= DEPTH_MAX : targets() >= stated;
        if (tooFar || targets() >= TARGETS_MAX) {
            return null;
        }
        return resolve(nameOf(target, from)) instanceof Resolution.Group group
                        && mayUse(group)
                        && !visited.contains(place(group, target.overrides()))
                ? group
                : null;
    }

    /**
     * Whether the configuration gives a group nobody to stand in for it whom this caller may use. What the request
     * itself says does not count: it holds for one call, and this decides about all.
     */
    boolean leavesAlone(Leg leg) {
        if (rules.fallbacksMax() != null && rules.fallbacksMax() == 0) {
            return true;
        }
        List<FallbackTarget> configured =
                rules.general().of(leg.name, leg.group().name());
        for (FallbackTarget target : configured == null ? List.<FallbackTarget>of() : configured) {
            if (resolve(nameOf(target, leg)) instanceof Resolution.Group group
                    && !group.pool().name().equals(leg.group().name())
                    && mayUse(group)) {
                return false;
            }
        }
        return true;
    }

    /** What is told of a group's targets when nobody answered. */
    FallbackReport report(Leg first, @Nullable List<FallbackTarget> configured, @Nullable Failure lastFailure) {
        var available = new ArrayList<String>();
        var skipped = new ArrayList<String>();
        for (FallbackTarget target : configured == null ? List.<FallbackTarget>of() : configured) {
            String name = nameOf(target, first);
            if (resolve(name) instanceof Resolution.Group group) {
                if (!mayUse(group)) {
                    skipped.add(name);
                } else if (anyCanServe(group.pool())) {
                    available.add(name);
                }
            }
        }
        return new FallbackReport(first.name, available, skipped, lastFailure);
    }

    private boolean anyCanServe(DeploymentPool pool) {
        String teamId = request.constraints().teamId();
        for (Deployment deployment : pool.deployments()) {
            if (deployment.visibility().openTo(teamId)
                    && !deployment.blocked()
                    && deployment.inService(request.facts().credentialBrought())) {
                return true;
            }
        }
        return false;
    }

    /** Another team's group serves nobody else, admins included. */
    private boolean mayUse(Resolution.Group group) {
        RoutingRequest.Constraints constraints = request.constraints();
        return group.openTo(constraints.teamId())
                && constraints.mayUse().test(group.requested(), group.pool().name());
    }

    private static String nameOf(FallbackTarget target, Leg from) {
        return target.model() == null ? from.name : target.model();
    }

    private static Place place(Resolution.Group group, Map<String, Object> overrides) {
        return new Place(group.pool().name(), group.only(), overrides);
    }
}
