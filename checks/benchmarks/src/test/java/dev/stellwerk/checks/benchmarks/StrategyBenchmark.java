package dev.stellwerk.checks.benchmarks;

import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.time.Reading;
import java.time.Duration;
import java.time.Instant;
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

/** One decision among ten deployments by each strategy. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StrategyBenchmark {
    @Param({
        "simple-shuffle",
        "least-busy",
        "usage-based-routing-v2",
        "latency-based-routing",
        "cost-based-routing",
        "adaptive"
    })
    public String strategy;

    private static final Reading NOW = new Reading(Instant.EPOCH, 1_000_000, 29_000_000, Duration.ofSeconds(30));

    private final SplittableRandom random = new SplittableRandom(1);
    private final DeploymentPool pool = Groups.of(10);
    private final RoutingRequest request = RoutingRequest.of("chat", Constraints.NONE);
    private Router router;
    private RoutingSettings settings;

    @Setup
    public void strategy() {
        router = Groups.router(strategy);
        settings = RoutingSettings.DEFAULTS.withStrategy(strategy);
    }

    @Benchmark
    public Decision decide() {
        var context = new DecisionContext(
                request, settings, SpentBudgets.NOTHING, random, NOW, DecisionContext.Earlier.NOTHING);
        return router.decide(pool, AttemptScope.WHOLE_GROUP, context);
    }
}
