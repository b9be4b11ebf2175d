package dev.stellwerk.checks.benchmarks;

import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.time.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision among many deployments: a tag of the team's, one of the caller's, and a region of the customer's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {
    @Param({"10", "100", "1000", "10000"})
    public int deployments;

    private static final Reading NOW = new Reading(Instant.EPOCH, 1_000_000, 29_000_000, Duration.ofSeconds(30));

    private final Router router = Groups.router("simple-shuffle");
    private final SplittableRandom random = new SplittableRandom(1);
    private DeploymentPool pool;
    private RoutingRequest constrained;
    private RoutingRequest free;
    private RoutingSettings settings;

    @Setup
    public void group() {
        pool = Groups.of(deployments);
        settings = RoutingSettings.DEFAULTS.withTags(new RoutingSettings.Tags(true, true, "", TagPolicy.STRICT));
        SourcedTags tags = new SourcedTags.Builder()
                .add(TagSource.TEAM, List.of("team1"))
                .add(TagSource.HEADER, List.of("fast", "job-17"))
                .build();
        constrained = RoutingRequest.of(
                "chat",
                Constraints.NONE
                        .withTags(tags)
                        .withRegions(List.of(
                                new RegionRestriction(RegionRestriction.Source.CUSTOMER, Set.of(new Region("eu"))))));
        free = RoutingRequest.of("chat", Constraints.NONE);
    }

    /** By tags and region, which leave about one in ten. */
    @Benchmark
    public Decision constrained() {
        return router.decide(pool, AttemptScope.WHOLE_GROUP, context(constrained, settings));
    }

    /** Without any constraint: everybody is eligible. */
    @Benchmark
    public Decision unconstrained() {
        return router.decide(pool, AttemptScope.WHOLE_GROUP, context(free, RoutingSettings.DEFAULTS));
    }

    private DecisionContext context(RoutingRequest request, RoutingSettings inForce) {
        return new DecisionContext(
                request, inForce, SpentBudgets.NOTHING, random, NOW, DecisionContext.Earlier.NOTHING);
    }
}
