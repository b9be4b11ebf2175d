package dev.stellwerk.simulation;

import dev.stellwerk.application.completion.Learning;
import dev.stellwerk.application.port.out.SharedTraffic;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import dev.stellwerk.domain.usage.TokenUsage;
import dev.stellwerk.plugins.builtin.BuiltInPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One story with one strategy and one seed: the gateway's own router, sessions and learning on a virtual clock. The
 * same seed gives the same run, event for event.
 */
final class Simulation {
    static final int ANSWER_TOKENS = 100;
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final RoutingSettings SETTINGS = RoutingSettings.DEFAULTS
            .withTags(new RoutingSettings.Tags(true, true, "", RoutingSettings.Tags.DEFAULTS.policy()))
            .withTimeouts(new RoutingSettings.Bounds(TIMEOUT, TIMEOUT, TIMEOUT));

    private final Story story;
    private final String strategy;
    private final VirtualTime time = new VirtualTime();
    private final SplittableRandom random;
    private final TrafficBoard board = new TrafficBoard();
    private final Learning learning = new Learning(SharedTraffic.ALONE, time);
    private final Map<DeploymentId, SimulatedUpstream> upstreams = new LinkedHashMap<>();
    private final Router router;
    private final Clients clients;
    private final Invariants invariants;
    private final Tally tally = new Tally();
    private CatalogSnapshot catalog;

    private Simulation(Story story, String strategy, long seed) {
        this.story = story;
        this.strategy = strategy;
        this.random = new SplittableRandom(seed);
        this.clients = new Clients(story, random.split());
        random.split(); // the report is compared byte for byte: the seeds of what follows stay as they were
        this.router = router(strategy);
        this.invariants = new Invariants(board);
        for (Story.Member member : story.members()) {
            upstreams.put(member.deployment().id(), new SimulatedUpstream(member.script(), time, random.split()));
        }
        this.catalog = snapshot();
    }

    /** Runs the story {@code times} over, each with a seed of its own, and adds up what happened. */
    static Tally run(Story story, String strategy, long seed, int times) {
        var sum = new Tally();
        for (int i = 0; i < times; i++) {
            sum.add(new Simulation(story, strategy, seed + i).run());
        }
        return sum;
    }

    private static Router router(String name) {
        var plugin = new BuiltInPlugin();
        List<GuardedFilter> filters = plugin.deploymentFilters().stream()
                .map(factory ->
                        new GuardedFilter(factory.name(), factory.name(), factory.create(LENT), Simulation::mishap))
                .toList();
        var strategies = new HashMap<String, GuardedStrategy>();
        plugin.routingStrategies().stream()
                .filter(factory -> factory.name().equals(name))
                .forEach(factory -> strategies.put(
                        name,
                        new GuardedStrategy(
                                name, factory.holdsLimits(), () -> factory.create(LENT), Simulation::mishap)));
        return new Router(filters, strategies);
    }

    private static void mishap(String extension, String what, @Nullable Throwable thrown) {
        throw new AssertionError(extension + " " + what, thrown);
    }

    private Tally run() {
        scheduleMembership();
        scheduleArrival();
        time.runUntilIdle(invariants::afterEvent);
        invariants.atEnd();
        return tally;
    }

    private void scheduleMembership() {
        for (Story.Member member : story.members()) {
            for (Duration moment : List.of(member.joins(), member.leaves())) {
                if (moment.isPositive() && moment.compareTo(story.length()) < 0) {
                    time.after(moment, () -> catalog = snapshot());
                }
            }
        }
    }

    private CatalogSnapshot snapshot() {
        List<Deployment> present = story.members().stream()
                .filter(member -> member.presentAt(time.nanos()))
                .map(Story.Member::deployment)
                .toList();
        return new CatalogSnapshot(present, new LinkedHashMap<>(), RegionTree.FLAT, board);
    }

    private void scheduleArrival() {
        double rate = story.arrivals().perSecond(time.nanos());
        double seconds = -StrictMath.log(1 - random.nextDouble()) / rate;
        time.afterNanos(Math.round(seconds * 1e9), () -> {
            if (time.nanos() < story.length().toNanos()) {
                new Request(clients.next()).begin();
                scheduleArrival();
            }
        });
    }

    /** One client's request, driven by events instead of a thread. */
    private final class Request {
        private final RoutingRequest request;
        private final RoutingSession session;
        private final long arrivedNanos = time.nanos();
        private int attempts;

        Request(RoutingRequest request) {
            this.request = request;
            this.session = new RoutingSession(
                    router,
                    catalog,
                    SETTINGS.withStrategy(strategy),
                    request,
                    SpentBudgets.NOTHING,
                    random,
                    time,
                    () -> true);
        }

        void begin() {
            tally.arrived();
            follow(session.start());
        }

        private void follow(Step step) {
            switch (step) {
                case Step.Call call -> call(call);
                case Step.Pause(Duration length) -> time.after(length, () -> follow(session.resume()));
                case Step.GiveUp _ -> tally.failed(attempts);
            }
        }

        private void call(Step.Call call) {
            Deployment deployment = call.decision().deployment();
            DeploymentTraffic traffic = call.decision().traffic();
            attempts++;
            invariants.called(deployment, request, attempts);
            tally.called(deployment.id());
            DeploymentTraffic.Lease lease = traffic.enter();
            traffic.countRequest(time.minute());
            long startedNanos = time.nanos();
            SimulatedUpstream upstream = upstreams.get(deployment.id());
            if (upstream == null) {
                throw new IllegalStateException("no upstream for " + deployment.id());
            }
            upstream.call(call.bounds().whole(), new SimulatedUpstream.Listener() {
                @Override
                public void firstToken() {
                    tally.firstToken(time.nanos() - arrivedNanos);
                    learning.firstToken(traffic, Duration.ofNanos(time.nanos() - startedNanos));
                }

                @Override
                public void answered() {
                    lease.close();
                    tally.answered(attempts);
                    learning.answered(
                            traffic, Duration.ofNanos(time.nanos() - startedNanos), new TokenUsage(10, ANSWER_TOKENS));
                }

                @Override
                public void failed(UpstreamFailure failure) {
                    lease.close();
                    learning.failed(call.decision(), failure, SETTINGS, session.standing(), CallType.CHAT);
                    follow(session.failed(failure));
                }
            });
        }
    }

    private static final PluginContext LENT = new PluginContext() {
        @Override
        public String pluginId() {
            return "built-in";
        }

        @Override
        public SpiVersion spiVersion() {
            return SpiVersion.parse(SpiVersion.COMPILED);
        }

        @Override
        public <R extends Record> R settings(R defaults) {
            return defaults;
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(Instant.EPOCH);
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("dev.stellwerk.simulation");
        }
    };
}
