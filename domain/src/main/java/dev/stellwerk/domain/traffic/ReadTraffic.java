package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.CooldownView;
import dev.stellwerk.domain.spi.routing.Latency;
import dev.stellwerk.domain.spi.routing.TrafficView;
import org.jspecify.annotations.Nullable;

/** Traffic that can be read and not written: what filters and strategies are shown. */
final class ReadTraffic implements TrafficView {
    private final DeploymentTraffic traffic;
    private final Latency firstToken;
    private final Latency perToken;

    ReadTraffic(DeploymentTraffic traffic) {
        this.traffic = traffic;
        firstToken = new ReadLatency(traffic.firstTokenSeconds());
        perToken = new ReadLatency(traffic.secondsPerToken());
    }

    @Override
    public int inFlight() {
        return traffic.inFlight();
    }

    @Override
    public int inFlightHere() {
        return traffic.inFlightHere();
    }

    @Override
    public long requests(Moment now) {
        return traffic.requests(now.minute());
    }

    @Override
    public long tokens(Moment now) {
        return traffic.tokens(now.minute());
    }

    @Override
    public Latency firstToken() {
        return firstToken;
    }

    @Override
    public Latency perToken() {
        return perToken;
    }

    @Override
    public int failures(Moment now) {
        return (int) Math.min(Integer.MAX_VALUE, traffic.outcomes(now.nanos()).failures());
    }

    @Override
    public int successes(Moment now) {
        return (int) Math.min(Integer.MAX_VALUE, traffic.outcomes(now.nanos()).successes());
    }

    @Override
    public @Nullable CooldownView cooldown(Moment now) {
        return traffic.cooldown(now.nanos());
    }

    @Override
    public @Nullable CooldownView cooldown(CallType type, Moment now) {
        return traffic.cooldown(type, now.nanos());
    }

    @Override
    public long nanosSinceCooldown(Moment now) {
        return traffic.nanosSinceCooldown(now.nanos());
    }

    @Override
    public boolean provenSinceCooldown() {
        return traffic.provenSinceCooldown();
    }
}
