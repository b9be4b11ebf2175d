package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.access.CallerSettings;
import dev.stellwerk.application.catalog.CatalogHolder;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.explain.ExplainRouteService;
import dev.stellwerk.application.fakes.FakeUpstream;
import dev.stellwerk.application.fakes.ManualTime;
import dev.stellwerk.application.fakes.RecordingLimits;
import dev.stellwerk.application.inmemory.InMemoryAffinityStore;
import dev.stellwerk.application.money.RoutingBudgets;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.ExplainRoute.Explanation;
import dev.stellwerk.application.port.in.ExplainRoute.OnBehalfOf;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.deployment.Visibility;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.Routers;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Affinity;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The main path on fakes: callers, a catalog, scripted upstreams, and a record of all that goes out. */
final class MainPath {
    final AccessFixture people;
    final ManualTime time;
    final FakeUpstream upstream = new FakeUpstream();
    final RecordingLimits limits;
    final List<UsageLedger.Spent> spent = new ArrayList<>();
    final List<String> announced = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    final TrafficBoard board = new TrafficBoard();
    RoutingSettings settings = RoutingSettings.DEFAULTS;
    RoutingStrategy strategy = (_, _) -> 0;
    boolean limitsHold;
    GatewayConfiguration.Access rules =
            AccessFixture.settings(new Secret("sk-the-master-key-of-these-tests"), false, null);
    private final List<Deployment> deployments = new ArrayList<>();
    private final LinkedHashMap<String, Alias> aliases = new LinkedHashMap<>();
    private @Nullable Parts parts;

    /** Made when the first call is. */
    private record Parts(CallModelService calls, ExplainRouteService explain, CatalogHolder catalog) {}

    MainPath() {
        this(new AccessFixture());
    }

    MainPath(AccessFixture people) {
        this.people = people;
        this.time = people.time;
        this.limits = new RecordingLimits(time);
    }

    static Deployment.Builder deployment(String id, String group) {
        return AccessFixture.aDeployment(group, id);
    }

    /** One that serves team t1 alone. */
    static Deployment.Builder ofTeam(String id, String group) {
        return deployment(id, group).visibility(new Visibility("t1", "ours", Set.of()));
    }

    /** What such a deployment takes for a token, whichever way it goes. */
    static ModelFacts priced(String perToken) {
        var price = new Price(new BigDecimal(perToken), new BigDecimal(perToken));
        return new ModelFacts("chat", null, null, null, price, Set.of(), Map.of());
    }

    MainPath with(Deployment.Builder... builders) {
        for (Deployment.Builder builder : builders) {
            deployments.add(builder.build());
        }
        return this;
    }

    MainPath alias(String name, String target) {
        aliases.put(name, new Alias(name, target, false));
        return this;
    }

    MainPath fallback(String group, String... targets) {
        settings = settings.withFallbacks(new RoutingSettings.FallbackRules(
                fallbacks(group, targets), Fallbacks.NONE, Fallbacks.NONE, null, false, true));
        return this;
    }

    MainPath contentPolicyFallback(String group, String... targets) {
        settings = settings.withFallbacks(new RoutingSettings.FallbackRules(
                settings.fallbacks().general(), Fallbacks.NONE, fallbacks(group, targets), null, false, true));
        return this;
    }

    private static Fallbacks fallbacks(String group, String... targets) {
        return new Fallbacks(
                Map.of(group, Stream.of(targets).map(FallbackTarget::to).toList()));
    }

    MainPath affinity(Affinity... kinds) {
        return checks(false, kinds);
    }

    /** Limits per minute of deployments are held. */
    MainPath enforcingLimits() {
        return checks(true);
    }

    private MainPath checks(boolean enforced, Affinity... kinds) {
        RoutingSettings.Checks old = settings.checks();
        settings = settings.withChecks(new RoutingSettings.Checks(
                old.preCall(),
                enforced,
                Set.of(kinds),
                old.affinityLife(),
                old.parallelRequestsMax(),
                old.dropUnsupportedParameters(),
                old.pluginFilters()));
        return this;
    }

    private Parts parts() {
        Parts known = parts;
        if (known == null) {
            known = made();
            parts = known;
        }
        return known;
    }

    private Parts made() {
        var router = new Router(
                PlainFilters.ALL.stream()
                        .map(filter -> Routers.guard(filter.getClass().getSimpleName(), filter))
                        .toList(),
                Map.of(
                        RoutingSettings.DEFAULT_STRATEGY,
                        Routers.guard(RoutingSettings.DEFAULT_STRATEGY, strategy, limitsHold)));
        var affinity = new InMemoryAffinityStore(time);
        var catalog = new CatalogHolder(snapshot());
        var admission = new Admission(
                people.access,
                catalog,
                settings,
                new CallerSettings(Set.of(RoutingSettings.DEFAULT_STRATEGY), AccessFixture.ROUTER_SETTINGS),
                rules,
                affinity,
                time);
        var budgets = new RoutingBudgets(settings.budgets(), time);
        var outside = new CallModelService.Outside(
                upstream,
                limits,
                (id, cooldown) -> announced.add(id.value() + " " + cooldown.status()),
                affinity,
                spent::add);
        var random = new SplittableRandom(1);
        return new Parts(
                new CallModelService(
                        admission, router, budgets, outside, random, time, false, (length, cancellation) -> {
                            pauses.add(length);
                            time.pass(length);
                            return !cancellation.cancelled();
                        }),
                new ExplainRouteService(admission, router, budgets, random, time),
                catalog);
    }

    private CatalogSnapshot snapshot() {
        return new CatalogSnapshot(deployments, aliases, RegionTree.FLAT, board);
    }

    /** From now on there is no such deployment any more. */
    void remove(String id) {
        deployments.removeIf(one -> one.id().value().equals(id));
        parts().catalog.swap(snapshot());
    }

    Answer call(ACall call) {
        return parts().calls.call(call.build());
    }

    Answer call(String model) {
        return call(ACall.of(model));
    }

    /** Why a call got no answer. */
    Failure failure(ACall call) {
        Answer answer = call(call);
        if (answer instanceof Answer.Failed failed) {
            return failed.failure();
        }
        throw new AssertionError("did not fail: " + answer);
    }

    /** The stream that a call is answered with. */
    Answer.StreamBody stream(ACall call) {
        Answer answer = call(call.streaming());
        if (answer instanceof Answer.Streaming streaming) {
            return streaming.body();
        }
        throw new AssertionError("no stream: " + answer);
    }

    Explanation explain(ACall call) {
        return explain(call, OnBehalfOf.ONESELF);
    }

    Explanation explain(ACall call, OnBehalfOf whom) {
        return parts().explain.explain(call.build(), whom);
    }

    DeploymentTraffic traffic(String id) {
        return board.of(new DeploymentId(id));
    }

    /** The dollars charged, in the order in which they were. */
    List<String> dollars() {
        return spent.stream()
                .map(one -> one.dollars().stripTrailingZeros().toPlainString())
                .toList();
    }
}
