package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.RoutingGroup;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.Routers;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Drives a {@link RoutingSession} by a script: which deployment fails how. Remembers whom it called and how long it paused. */
final class SessionHarness {
    static final DeploymentFilter COOLDOWN = new DeploymentFilter() {
        @Override
        public void apply(Candidates candidates, RoutingContext context) {
            for (int i = candidates.next(0); i >= 0; i = candidates.next(i + 1)) {
                if (candidates.traffic(i).cooldown(context.request().callType(), context.now()) != null) {
                    candidates.remove(i, Reason.down("cooling_down", "sits out", Duration.ZERO));
                }
            }
        }

        @Override
        public boolean holdsForCallsById() {
            return false;
        }
    };
    private static final int STEPS_MAX = 200;

    final TrafficBoard board = new TrafficBoard();
    final List<String> called = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final LinkedHashMap<String, Alias> aliases = new LinkedHashMap<>();
    private final List<RoutingGroup> routingGroups = new ArrayList<>();
    private final List<DeploymentFilter> filters = new ArrayList<>(List.of(COOLDOWN));
    RoutingSettings settings = RoutingSettings.DEFAULTS;
    boolean retriesAllowed = true;
    long nowNanos;

    final Time time = new Time() {
        @Override
        public long nanos() {
            return nowNanos;
        }

        @Override
        public long steadyMillis() {
            return nowNanos / 1_000_000;
        }

        @Override
        public Instant now() {
            return Instant.ofEpochMilli(steadyMillis());
        }
    };

    static Deployment.Builder deployment(String id, String group) {
        return Deployment.builder(
                new DeploymentId(id), group, new Endpoint("openai", "m", null, null, null, null, Map.of()));
    }

    SessionHarness with(Deployment.Builder... builders) {
        for (Deployment.Builder builder : builders) {
            deployments.add(builder.build());
        }
        return this;
    }

    SessionHarness alias(String name, String target) {
        aliases.put(name, new Alias(name, target, false));
        return this;
    }

    SessionHarness routingGroup(String name, String... models) {
        routingGroups.add(new RoutingGroup(name, List.of(models)));
        return this;
    }

    SessionHarness filter(DeploymentFilter filter) {
        filters.add(filter);
        return this;
    }

    SessionHarness fallbacks(Map<String, List<String>> byGroup) {
        return fallbacks(byGroup, Map.of(), Map.of(), null);
    }

    SessionHarness fallbacks(
            Map<String, List<String>> general,
            Map<String, List<String>> contextWindow,
            Map<String, List<String>> contentPolicy,
            @Nullable Integer max) {
        settings = settings.withFallbacks(new RoutingSettings.FallbackRules(
                rules(general), rules(contextWindow), rules(contentPolicy), max, false, true));
        return this;
    }

    private static Fallbacks rules(Map<String, List<String>> byGroup) {
        var rules = new LinkedHashMap<String, List<FallbackTarget>>();
        byGroup.forEach((group, targets) ->
                rules.put(group, targets.stream().map(FallbackTarget::to).toList()));
        return new Fallbacks(rules);
    }

    SessionHarness failures(Function<RoutingSettings.Failures, RoutingSettings.Failures> change) {
        settings = settings.withFailures(change.apply(settings.failures()));
        return this;
    }

    SessionHarness retries(int retries) {
        return failures(f -> new RoutingSettings.Failures(
                retries,
                f.retryPauseMin(),
                f.retryPolicy(),
                f.retryPolicyByGroup(),
                f.allowedFails(),
                f.allowedFailsByClass(),
                f.cooldown(),
                f.cooldownsDisabled(),
                f.retryAfterMax()));
    }

    RoutingSession session(RoutingRequest request) {
        var catalog = new CatalogSnapshot(
                deployments, aliases, routingGroups, ProviderDirectory.NONE, RegionTree.FLAT, board);
        RoutingStrategy first = (_, _) -> 0;
        return new RoutingSession(
                Routers.of(filters, Map.of(RoutingSettings.DEFAULT_STRATEGY, first)),
                catalog,
                settings,
                request,
                SpentBudgets.NOTHING,
                new SplittableRandom(1),
                time,
                () -> retriesAllowed);
    }

    /** What a run came to. */
    record Ending(RoutingSession session, Step last) {
        /** Whether somebody answered. */
        boolean answered() {
            return last instanceof Step.Call;
        }

        Step.GiveUp gaveUp() {
            return (Step.GiveUp) last;
        }
    }

    Ending run(String model, Map<String, UpstreamFailure> failing) {
        return run(RoutingRequest.of(model, RoutingRequest.Constraints.NONE), id -> failing.get(id));
    }

    /** Runs until somebody for whom the script has no failure is called, or the session gives up. */
    Ending run(RoutingRequest request, Function<String, UpstreamFailure> script) {
        RoutingSession session = session(request);
        Step step = session.start();
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            switch (step) {
                case Step.GiveUp _ -> {
                    return new Ending(session, step);
                }
                case Step.Pause(Duration length) -> {
                    pauses.add(length);
                    nowNanos += length.toNanos();
                    step = session.resume();
                }
                case Step.Call call -> {
                    String id = call.decision().deployment().id().value();
                    called.add(id);
                    UpstreamFailure failure = script.apply(id);
                    if (failure == null) {
                        return new Ending(session, step);
                    }
                    learn(session, call, failure);
                    step = session.failed(failure);
                }
            }
        }
        throw new AssertionError("the session does not come to an end: " + called);
    }

    private void learn(RoutingSession session, Step.Call call, UpstreamFailure failure) {
        Decision.Chosen chosen = call.decision();
        CooldownRules.afterFailure(
                        chosen.deployment(),
                        session.standing(),
                        CallType.CHAT,
                        chosen.traffic(),
                        failure,
                        settings.failures(),
                        nowNanos)
                .ifPresent(chosen.traffic()::coolDown);
    }

    static UpstreamFailure status(int status) {
        ErrorClass kind = switch (status) {
            case 400, 422 -> ErrorClass.BAD_REQUEST;
            case 403 -> ErrorClass.PERMISSION_DENIED;
            case 409 -> ErrorClass.CONFLICT;
            case 413 -> ErrorClass.REFUSED;
            case 401 -> ErrorClass.AUTHENTICATION;
            case 404 -> ErrorClass.NOT_FOUND;
            case 408 -> ErrorClass.TIMEOUT;
            case 429 -> ErrorClass.RATE_LIMIT;
            case 503 -> ErrorClass.SERVICE_UNAVAILABLE;
            default -> ErrorClass.INTERNAL_SERVER;
        };
        return UpstreamFailure.of(kind, status, "scripted " + status);
    }
}
