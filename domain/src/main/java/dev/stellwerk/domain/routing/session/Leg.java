package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A request's stay with one target: the group asked for, one of its order tiers, or a fallback. Each has retries and,
 * once it has failed, targets of its own.
 */
final class Leg {
    /** The name it is known by: what the client sent, or the fallback target. */
    final String name;

    final Resolution.Group target;
    final Map<String, Object> overrides;

    /** How many fallbacks led here, one after another. */
    final int depth;

    final Queue<Target> targets = new ArrayDeque<>();
    AttemptScope scope;
    int retries;

    @Nullable
    Integer retriesMax;

    @Nullable
    Deployment lastCalled;

    @Nullable
    UpstreamFailure lastFailure;

    @Nullable
    Failure failure;

    /** How its group refuses the caller now; null while it does not. */
    @Nullable
    CallRefusal withdrawn;

    Leg(Resolution.Group target, String name, AttemptScope scope, Map<String, Object> overrides, int depth) {
        this.target = target;
        this.name = name;
        this.scope = scope;
        this.overrides = overrides;
        this.depth = depth;
    }

    /** Everything that a target means. */
    static AttemptScope whole(Resolution.Group target) {
        return target.only() == null ? AttemptScope.WHOLE_GROUP : AttemptScope.only(target.only());
    }

    DeploymentPool group() {
        return target.pool();
    }

    /** Whether it is part of another leg's group, whose targets come next anyway. */
    boolean partial() {
        return scope.tier() != null || scope.leaveFailedOut();
    }

    /** What may be tried after a leg has failed. */
    sealed interface Target {
        /** The next order tier of the same group. */
        record Tier(int order) implements Target {}

        /** Those of the same group that have not failed yet. */
        record RestOfGroup() implements Target {}

        /** Somewhere else. */
        record Elsewhere(FallbackTarget fallback) implements Target {}
    }
}
