package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.out.SharedTraffic;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.session.CooldownRules;
import dev.stellwerk.domain.routing.session.Standing;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;

/** What every attempt teaches about its deployment: outcome, latency, usage, and whether it has to sit out. */
public final class Learning {
    private static final double TIMEOUT_SAMPLE_SECONDS = 1000;
    private static final double FAILURE_SAMPLE_SECONDS = 60;
    private static final double NANOS = 1e9;

    private final SharedTraffic shared;
    private final Time time;

    public Learning(SharedTraffic shared, Time time) {
        this.shared = shared;
        this.time = time;
    }

    Time time() {
        return time;
    }

    /** A failed attempt. Puts a cooldown in force and tells other instances of it. */
    public void failed(
            Decision.Chosen chosen,
            UpstreamFailure failure,
            RoutingSettings settings,
            Standing standing,
            CallType type) {
        Deployment deployment = chosen.deployment();
        DeploymentTraffic traffic = chosen.traffic();
        long now = time.nanos();
        CooldownRules.afterFailure(deployment, standing, type, traffic, failure, settings.failures(), now)
                .ifPresent(cooldown -> {
                    traffic.coolDown(cooldown);
                    shared.announce(deployment.id(), cooldown);
                });
        switch (failure.blame()) {
            case BY_RATE, AT_ONCE_AMONG_OTHERS ->
                learnSample(
                        traffic,
                        failure.kind() == ErrorClass.TIMEOUT ? TIMEOUT_SAMPLE_SECONDS : FAILURE_SAMPLE_SECONDS,
                        now);
            case NONE, AT_ONCE, AT_ONCE_FOR_CALL_TYPE -> {} // says nothing about how fast it is
        }
    }

    /** A failing deployment must not look fast because it fails fast. */
    private static void learnSample(DeploymentTraffic traffic, double seconds, long now) {
        traffic.learnSecondsPerToken(seconds, now);
        traffic.learnFirstToken(seconds, now);
    }

    /** The first event of a stream has arrived. */
    public void firstToken(DeploymentTraffic traffic, Duration waited) {
        traffic.learnFirstToken((double) waited.toNanos() / NANOS, time.nanos());
    }

    /** Tokens were used, whatever came of them. */
    public void used(DeploymentTraffic traffic, TokenUsage usage) {
        traffic.countTokens(time.minute(), usage.total());
    }

    /** Something was told without a model at work, which says nothing about how fast it answers. */
    public void told(DeploymentTraffic traffic) {
        traffic.countSuccess(time.nanos());
    }

    /** An answer is complete. */
    public void answered(DeploymentTraffic traffic, Duration took, TokenUsage usage) {
        long now = time.nanos();
        traffic.countSuccess(now);
        double seconds = (double) took.toNanos() / NANOS;
        traffic.learnSecondsPerToken(seconds / (double) Math.max(1, usage.completionTokens()), now);
    }
}
