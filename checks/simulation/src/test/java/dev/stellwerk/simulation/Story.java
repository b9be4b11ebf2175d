package dev.stellwerk.simulation;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.id.DeploymentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A scripted piece of life: deployments whose upstreams behave by a script, and clients that arrive at a rate.
 *
 * @param members in configuration order
 * @param arrivals requests per second over time
 * @param length of the arrivals; calls under way then still end
 */
record Story(String name, String tells, List<Member> members, Arrivals arrivals, Duration length) {
    /**
     * One deployment and its upstream.
     *
     * @param joins when it is added to the configuration
     * @param leaves when it is removed
     */
    record Member(Deployment deployment, Script script, Duration joins, Duration leaves) {
        boolean presentAt(long nanos) {
            return nanos >= joins.toNanos() && nanos < leaves.toNanos();
        }
    }

    /** Requests per second at a moment. */
    @FunctionalInterface
    interface Arrivals {
        double perSecond(long nanos);
    }

    /** The group that everybody calls. */
    static final String GROUP = "chat";

    static Builder named(String name, String tells) {
        return new Builder(name, tells);
    }

    /** Collects a story's members. */
    static final class Builder {
        private final String name;
        private final String tells;
        private final List<Member> members = new ArrayList<>();
        private Arrivals arrivals = _ -> 20;
        private Duration length = Duration.ofMinutes(5);

        private Builder(String name, String tells) {
            this.name = name;
            this.tells = tells;
        }

        Builder member(String id, Script script) {
            return member(id, script, UnaryOperator.identity());
        }

        Builder member(String id, Script script, UnaryOperator<Deployment.Builder> more) {
            return member(id, script, more, Duration.ZERO, Duration.ofDays(1));
        }

        Builder member(
                String id, Script script, UnaryOperator<Deployment.Builder> more, Duration joins, Duration leaves) {
            var endpoint = new Endpoint("openai", "m", null, null, null, null, Map.of());
            Deployment.Builder deployment = Deployment.builder(new DeploymentId(id), GROUP, endpoint);
            members.add(new Member(more.apply(deployment).build(), script, joins, leaves));
            return this;
        }

        Builder perSecond(double rate) {
            arrivals = _ -> rate;
            return this;
        }

        Builder arrivals(Arrivals value) {
            arrivals = value;
            return this;
        }

        Builder lasting(Duration value) {
            length = value;
            return this;
        }

        Story build() {
            return new Story(name, tells, List.copyOf(members), arrivals, length);
        }
    }
}
