package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.CallRegions;
import dev.stellwerk.application.access.CallTags;
import dev.stellwerk.application.access.CallerSettings;
import dev.stellwerk.application.access.MockTesting;
import dev.stellwerk.application.access.ModelAuthority;
import dev.stellwerk.application.catalog.CatalogHolder;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.port.in.ExplainRoute.OnBehalfOf;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.domain.access.AccessRules;
import dev.stellwerk.domain.access.AccessRules.AskedFor;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns a call that nobody believes yet into one that may be made: who it is, what they may use, and what must hold on
 * every attempt. All checks before routing stand here, in the order in which clients rely on hearing of them.
 */
public final class Admission {
    private static final String EXPLAIN = "/route/explain";

    private final AccessService access;
    private final CatalogHolder catalog;
    private final RoutingSettings settings;
    private final CallerSettings callerSettings;
    private final GatewayConfiguration.Access rules;
    private final Affinities affinities;
    private final Time time;
    private volatile @Nullable Authority authority;

    /** What was worked out about a snapshot. */
    private record Authority(CatalogSnapshot of, ModelAuthority models, FreeModels free) {}

    /** A model in the form in which it is judged, and where it leads; null: nowhere. */
    private record Target(AskedFor askedFor, @Nullable DeploymentPool pool) {}

    public Admission(
            AccessService access,
            CatalogHolder catalog,
            RoutingSettings settings,
            CallerSettings callerSettings,
            GatewayConfiguration.Access rules,
            AffinityStore affinity,
            Time time) {
        this.access = access;
        this.catalog = catalog;
        this.settings = settings;
        this.callerSettings = callerSettings;
        this.rules = rules;
        this.affinities = new Affinities(affinity);
        this.time = time;
    }

    /**
     * Admits a call.
     *
     * @throws CallRefused when it may not be made
     */
    Admitted admit(ModelCall call) {
        return admit(call, access.identify(call.origin().credential()));
    }

    /**
     * Admits a call that is only to be explained, as oneself or, for admins, on behalf of others.
     *
     * @throws CallRefused when it may not be asked for
     */
    public Admitted admitFor(ModelCall call, OnBehalfOf whom) {
        Caller asking = access.authenticate(call.origin().credential());
        access.requireRoute(asking, EXPLAIN);
        return admit(call, access.onBehalfOf(asking, whom));
    }

    /**
     * Judges a call that is on its way as if it came now. Nothing is taken or counted by it, and nobody is asked but the
     * directories.
     *
     * @throws CallRefused when it may no longer be made
     */
    Judged judge(ModelCall call) {
        return judge(call, access.identify(call.origin().credential()));
    }

    private Admitted admit(ModelCall call, Caller identified) {
        Judged judged = judge(call, identified);
        Caller caller = judged.caller();
        Ties ties = Ties.of(call, caller, judged.group(), judged.settings().checks());
        RoutingRequest request = judged.request(call, affinities.pinned(ties), affinities.preferred(ties));
        return new Admitted(caller, judged.catalog(), judged.settings(), request, ties, judged.ignoredTags());
    }

    private Judged judge(ModelCall call, Caller identified) {
        Caller caller = access.customer(identified, call.origin().customerId());
        Authority authority = authority(catalog.current());
        String model = modelFor(call, caller, authority.of);
        Target named = target(model, caller, authority);
        boolean stored = call.type() == CallType.STORED_RESPONSE;
        Target target = stored ? underOpenName(named, caller, authority) : named;
        check(call, caller, target, authority);
        RoutingSettings effective = callerSettings.of(caller, settings);
        CallTags tags = CallTags.of(caller, call.tags(), rules.clientTagsRefused(), effective.tags());
        access.requireRoute(caller, call.route());
        var constraints = new Constraints(
                caller.team().map(Team::id).orElse(null),
                authority.models.narrowing(caller, target.askedFor),
                CallRegions.of(caller, call.handling().regions()),
                tags.tags(),
                callerSettings.tagFilteringForced(caller, settings),
                tags.policy(),
                mayUse(caller, authority));
        return new Judged(caller, authority.of, effective, model, target.askedFor.group(), constraints, tags.ignored());
    }

    private void check(ModelCall call, Caller caller, Target target, Authority authority) {
        var models = new ArrayList<AskedFor>(1);
        models.add(target.askedFor);
        CallRefusal.UnknownModel unknown = addFallbacks(models, call.handling().fallbacks(), caller, authority);
        boolean priced = caller.hasBudget() && !free(target, authority);
        refuseIf(AccessRules.firstFault(caller, models, priced, time.now()));
        refuseIf(access.missingCustomer(caller));
        refuseIf(Optional.ofNullable(unknown));
        refuseIf(MockTesting.fault(caller, rules, call.handling().simulated()));
    }

    /** Adds the models of fallbacks that the client sent; answers the first that leads nowhere. */
    private static CallRefusal.@Nullable UnknownModel addFallbacks(
            List<AskedFor> models, @Nullable List<FallbackTarget> fallbacks, Caller caller, Authority authority) {
        CallRefusal.UnknownModel unknown = null;
        for (FallbackTarget fallback : fallbacks == null ? List.<FallbackTarget>of() : fallbacks) {
            if (fallback.model() != null) {
                Target target = target(fallback.model(), caller, authority);
                models.add(target.askedFor);
                unknown = unknown == null && target.pool == null
                        ? new CallRefusal.UnknownModel(fallback.model())
                        : unknown;
            }
        }
        return unknown;
    }

    private static void refuseIf(Optional<? extends CallRefusal> fault) {
        if (fault.isPresent()) {
            throw new CallRefused(fault.get());
        }
    }

    private static boolean free(Target target, Authority authority) {
        return target.pool != null && authority.free.contains(target.pool);
    }

    /** Who is let through on a spent budget because the model is free is not led to one that is not. */
    private static BiPredicate<String, String> mayUse(Caller caller, Authority authority) {
        BiPredicate<String, String> granted = authority.models.mayUse(caller);
        return caller.spent()
                ? granted.and((requested, _) -> free(target(requested, caller, authority), authority))
                : granted;
    }

    private Authority authority(CatalogSnapshot snapshot) {
        Authority known = authority;
        if (known == null || known.of != snapshot) {
            known = new Authority(snapshot, new ModelAuthority(snapshot), new FreeModels(snapshot));
            authority = known;
        }
        return known;
    }

    private static Target target(String model, Caller caller, Authority authority) {
        String teamId = caller.team().map(Team::id).orElse(null);
        return switch (authority.of.resolve(model, teamId, caller.admin())) {
            case Resolution.Group(String _, var _, DeploymentPool pool, var _) ->
                new Target(authority.models.askedFor(model, pool), pool);
            case Resolution.Unknown _ -> new Target(new AskedFor(model, model, Set.of()), null);
        };
    }

    /** What a caller had made under an alias, it is asked about under that alias. */
    private static Target underOpenName(Target named, Caller caller, Authority authority) {
        DeploymentPool pool = named.pool;
        if (pool == null) {
            return named;
        }
        BiPredicate<String, String> mayUse = authority.models.mayUse(caller);
        return authority.of.aliases().stream()
                .filter(alias -> alias.target().equals(pool.name()) && mayUse.test(alias.name(), pool.name()))
                .findFirst()
                .map(alias -> new Target(authority.models.askedFor(alias.name(), pool), pool))
                .orElse(named);
    }

    private String modelFor(ModelCall call, Caller caller, CatalogSnapshot snapshot) {
        if (call.type() == CallType.STORED_RESPONSE) {
            return holderFor(call, caller, snapshot);
        }
        String model = RequestedModel.of(call, caller, rules, snapshot);
        if (model == null) {
            refuseIf(AccessRules.firstFault(caller, List.of(), false, time.now()));
            throw new CallRefused(new CallRefusal.ModelMissing());
        }
        return model;
    }

    /** What was answered before is asked of the deployment that answered, by its id. */
    private String holderFor(ModelCall call, Caller caller, CatalogSnapshot snapshot) {
        String id = String.valueOf(call.handling().previousResponseId());
        String teamId = caller.team().map(Team::id).orElse(null);
        Optional<DeploymentId> holder = affinities
                .holder(id, caller)
                .filter(known -> snapshot.resolve(known.value(), teamId, caller.admin()) instanceof Resolution.Group);
        if (holder.isEmpty()) {
            refuseIf(AccessRules.firstFault(caller, List.of(), false, time.now()));
            throw new CallRefused(new CallRefusal.UnknownResponse(id));
        }
        return holder.get().value();
    }
}
