package dev.stellwerk.domain.access;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated.Reason;
import dev.stellwerk.domain.limits.LimitScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checks that a model call passes before routing, in the order that clients rely on: of several faults the first
 * one here is reported.
 */
public final class AccessRules {
    private AccessRules() {}

    /**
     * A model as the caller named it and the group it leads to.
     *
     * @param accessGroups those that the group's deployments belong to
     */
    public record AskedFor(String requested, String group, Set<String> accessGroups) {
        public AskedFor {
            accessGroups = Set.copyOf(accessGroups);
        }

        public AskedFor(String requested, String group) {
            this(requested, group, Set.of());
        }
    }

    /**
     * The first fault, or empty.
     *
     * @param models the model asked for, and those of fallbacks that the client sent
     * @param priced whether the model costs anything; what is free passes every budget
     */
    public static Optional<CallRefusal> firstFault(Caller caller, List<AskedFor> models, boolean priced, Instant now) {
        Optional<CallRefusal> fault = caller.key().flatMap(key -> ofKey(key, caller, models, priced, now));
        if (fault.isEmpty()) {
            fault = caller.team().flatMap(team -> ofTeam(team, caller, models, priced, now));
        }
        return fault.isPresent() ? fault : caller.customer().flatMap(user -> ofCustomer(user, priced, now));
    }

    private static Optional<CallRefusal> ofKey(
            ApiKey key, Caller caller, List<AskedFor> models, boolean priced, Instant now) {
        if (key.blocked()) {
            return Optional.of(new NotAuthenticated(Reason.KEY_BLOCKED, null));
        }
        Optional<CallRefusal> denied = denied(caller, CallRefusal.ModelDenied.Scope.KEY, models);
        if (denied.isPresent()) {
            return denied;
        }
        if (key.expired(now)) {
            return Optional.of(new NotAuthenticated(Reason.EXPIRED, key.display()));
        }
        return spent(LimitScope.KEY, null, key.budget(), priced, now);
    }

    private static Optional<CallRefusal> ofTeam(
            Team team, Caller caller, List<AskedFor> models, boolean priced, Instant now) {
        if (team.blocked()) {
            return Optional.of(new NotAuthenticated(Reason.TEAM_BLOCKED, team.id()));
        }
        Optional<CallRefusal> denied = denied(caller, CallRefusal.ModelDenied.Scope.TEAM, models);
        return denied.isPresent() ? denied : spent(LimitScope.TEAM, team.id(), team.budget(), priced, now);
    }

    private static Optional<CallRefusal> ofCustomer(Customer user, boolean priced, Instant now) {
        if (user.blocked()) {
            return Optional.of(new NotAuthenticated(Reason.CUSTOMER_BLOCKED, user.id()));
        }
        return spent(LimitScope.CUSTOMER, user.id(), user.budget(), priced, now);
    }

    private static Optional<CallRefusal> denied(
            Caller caller, CallRefusal.ModelDenied.Scope scope, List<AskedFor> models) {
        for (ModelGrant grant : caller.modelGrants()) {
            if (grant.scope() != scope) {
                continue;
            }
            for (AskedFor model : models) {
                if (!grant.allows(model.requested(), model.group(), model.accessGroups())) {
                    return Optional.of(new CallRefusal.ModelDenied(scope, model.requested(), grant.models()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<CallRefusal> spent(
            LimitScope scope, @Nullable String id, Budget budget, boolean priced, Instant now) {
        if (!priced || !budget.spent()) {
            return Optional.empty();
        }
        return Optional.of(new CallRefusal.BudgetSpent(
                scope, id, budget.spend().toPlainString(), String.valueOf(budget.max()), budget.left(now)));
    }
}
