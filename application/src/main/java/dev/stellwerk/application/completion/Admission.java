package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.CallRegions;
import dev.stellwerk.application.access.CallTags;
import dev.stellwerk.application.access.CallerLimits;
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
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.EndUser;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.catalog.DeploymentPool;
import dev.stellwerk.domain.catalog.Price;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.error.Refusal;
import dev.stellwerk.domain.routing.FallbackTarget;
import dev.stellwerk.domain.routing.RoutingRequest;
import dev.stellwerk.domain.routing.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.RoutingRequest.Facts;
import dev.stellwerk.domain.routing.RoutingRequest.Overrides;
import dev.stellwerk.domain.routing.RoutingSettings;
import dev.stellwerk.domain.routing.RoutingSettings.Affinity;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private record Authority(CatalogSnapshot of, ModelAuthority models) {}

    public Admission(
            AccessService access,
            CatalogHolder catalog,
            RoutingSettings settings,
            CallerSettings callerSettings,
            GatewayConfiguration.Access rules,
            AffinityStore affinity,
            TrafficBoard board,
            Time time) {
        this.access = access;
        this.catalog = catalog;
        this.settings = settings;
        this.callerSettings = callerSettings;
        this.rules = rules;
        this.affinities = new Affinities(affinity, board);
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

    private Admitted admit(ModelCall call, Caller identified) {
        Caller caller = access.endUser(identified, call.origin().endUserId());
        CatalogSnapshot snapshot = catalog.current();
        ModelAuthority authority = authority(snapshot);
        String model = modelFor(call, caller);
        AskedFor askedFor = askedFor(model, caller, snapshot, authority);
        check(call, caller, askedFor, snapshot, authority);
        RoutingSettings effective = callerSettings.of(caller, settings);
        CallTags tags = CallTags.of(caller, call.tags(), rules.clientTagsRefused(), effective.tags());
        access.requireRoute(caller, call.route());
        var constraints = new Constraints(
                caller.team().map(Team::id).orElse(null),
                authority.narrowing(caller, askedFor),
                CallRegions.of(caller, call.handling().regions()),
                tags.tags(),
                callerSettings.tagFilteringForced(caller, settings),
                tags.policy(),
                authority.mayUse(caller));
        List<String> ties = affinityKeys(call, caller, askedFor.group(), effective);
        var request = new RoutingRequest(
                model, constraints, facts(call), overrides(call, caller), affinities.preferred(ties));
        return new Admitted(
                caller,
                snapshot,
                effective,
                request,
                CallerLimits.charges(
                        caller, model, askedFor.group(), call.size().promptTokens()),
                ties,
                tags.ignored());
    }

    private void check(
            ModelCall call, Caller caller, AskedFor askedFor, CatalogSnapshot snapshot, ModelAuthority authority) {
        var models = new ArrayList<AskedFor>(1);
        models.add(askedFor);
        List<FallbackTarget> fallbacks = call.handling().fallbacks();
        if (fallbacks != null) {
            for (FallbackTarget target : fallbacks) {
                if (target.model() != null) {
                    models.add(fallbackAskedFor(target.model(), caller, snapshot, authority));
                }
            }
        }
        boolean priced = hasBudget(caller) && priced(askedFor.group(), snapshot);
        refuseIf(AccessRules.firstFault(caller, models, priced, time.now()));
        refuseIf(access.missingEndUser(caller));
        refuseIf(MockTesting.fault(caller, rules, call.handling().simulated()));
    }

    private AskedFor fallbackAskedFor(String model, Caller caller, CatalogSnapshot snapshot, ModelAuthority authority) {
        String teamId = caller.team().map(Team::id).orElse(null);
        if (snapshot.resolve(model, teamId) instanceof Resolution.Unknown) {
            throw new CallRefused(new Refusal.UnknownModel(model));
        }
        return askedFor(model, caller, snapshot, authority);
    }

    private static void refuseIf(Optional<Refusal> fault) {
        if (fault.isPresent()) {
            throw new CallRefused(fault.get());
        }
    }

    private static boolean hasBudget(Caller caller) {
        return caller.key().map(ApiKey::budget).map(Budget::max).isPresent()
                || caller.team().map(Team::budget).map(Budget::max).isPresent()
                || caller.endUser().map(EndUser::budget).map(Budget::max).isPresent();
    }

    /** Only what is free by an explicit price, whoever answers, passes every budget. */
    private static boolean priced(String group, CatalogSnapshot snapshot) {
        return snapshot.group(group)
                .map(pool -> !pool.deployments().stream()
                        .allMatch(d -> d.price().filter(Price::free).isPresent()))
                .orElse(true);
    }

    private ModelAuthority authority(CatalogSnapshot snapshot) {
        Authority known = authority;
        if (known == null || known.of != snapshot) {
            known = new Authority(snapshot, new ModelAuthority(snapshot));
            authority = known;
        }
        return known.models;
    }

    private static AskedFor askedFor(String model, Caller caller, CatalogSnapshot snapshot, ModelAuthority authority) {
        String teamId = caller.team().map(Team::id).orElse(null);
        return switch (snapshot.resolve(model, teamId)) {
            case Resolution.Group(String _, var _, DeploymentPool pool, var _) -> authority.askedFor(model, pool);
            case Resolution.Unknown _ -> new AskedFor(model, model, Set.of());
        };
    }

    /** The name that is routed: what the gateway, the team and the key make of the one that was sent, a hop each. */
    private String modelFor(ModelCall call, Caller caller) {
        String configured = switch (call.type()) {
            case CHAT, TEXT_COMPLETION -> rules.completionModel();
            case EMBEDDING -> rules.embeddingModel();
            case RESPONSES, IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK -> null;
        };
        String sent = configured != null ? configured : call.model();
        if (sent == null) {
            throw new CallRefused(new Refusal.Invalid("'model' is missing", "model", "invalid_request_error"));
        }
        String model = rules.modelAliases().getOrDefault(sent, sent);
        var ofTeam = caller.team().map(Team::modelAliases);
        if (ofTeam.isPresent()) {
            model = ofTeam.get().getOrDefault(model, model);
        }
        if (caller.key().isPresent()) {
            model = caller.key().get().aliases().getOrDefault(model, model);
        }
        return model;
    }

    private static Facts facts(ModelCall call) {
        return new Facts(
                call.type(),
                call.streaming(),
                call.size().promptTokens(),
                call.size().outputTokensMax(),
                call.origin().userAgent(),
                call.handling().unsupportedCandidates());
    }

    private static Overrides overrides(ModelCall call, Caller caller) {
        ModelCall.Handling handling = call.handling();
        boolean keyDisables = caller.key()
                .filter(key -> Metadata.isTrue(key.metadata(), "disable_fallbacks"))
                .isPresent();
        return new Overrides(
                handling.retries(),
                handling.timeout(),
                handling.streamTimeout(),
                handling.fallbacks(),
                handling.fallbacksDisabled() || keyDisables,
                handling.fallbacksMax(),
                caller.endUser().map(EndUser::defaultModel).orElse(null),
                handling.simulated());
    }

    /** What may tie this call to the deployment of an earlier one: the answer it continues, its session, its key. */
    private static List<String> affinityKeys(ModelCall call, Caller caller, String group, RoutingSettings effective) {
        var affinities = effective.checks().affinities();
        if (affinities.isEmpty()) {
            return List.of();
        }
        var keys = new ArrayList<String>(3);
        String keyHash = caller.key().map(ApiKey::hash).orElse("unscoped");
        String previous = call.handling().previousResponseId();
        if (previous != null && affinities.contains(Affinity.RESPONSE_ID)) {
            keys.add("response:" + previous);
        }
        String session = call.origin().sessionId();
        if (session != null && affinities.contains(Affinity.SESSION)) {
            keys.add("session:" + group + ":" + keyHash + ":" + session);
        }
        if (caller.key().isPresent() && affinities.contains(Affinity.KEY)) {
            keys.add("key:" + group + ":" + keyHash);
        }
        return keys;
    }
}
