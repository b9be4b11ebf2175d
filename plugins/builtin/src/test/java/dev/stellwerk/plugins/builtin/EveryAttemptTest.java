package dev.stellwerk.plugins.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.session.CooldownRules;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is configured and whatever fails: the constraints of the caller hold on the first try, on retries, in later
 * order tiers, in fallbacks and in calls by id; and every request comes to an end.
 */
class EveryAttemptTest {
    private static final int RETRIES_MAX = 10;
    private static final int TARGETS_MAX = 50;
    private static final int DEPTH_MAX = 5;
    private static final Map<String, Set<String>> WITHIN =
            Map.of("eu", Set.of("eu", "de", "fr", "frankfurt"), "de", Set.of("de", "frankfurt"), "us", Set.of("us"));

    @Test
    void no_attempt_of_any_kind_passes_a_constraint_or_a_bound() {
        var seen = new AtomicInteger();
        Seeds.forEach(3_000, random -> seen.addAndGet(new Run(random).toItsEnd()));
        assertThat(seen.get()).as("attempts looked at").isPositive();
    }

    /** One request, driven until somebody answers or the session gives up. */
    private static final class Run {
        private final RandomGenerator random;
        private final RandomGateway gateway;
        private final VirtualTime time = new VirtualTime();
        private final RoutingSession session;
        private final @Nullable String begunWith;
        private final Map<String, Integer> depths;
        private final int retriesMax;
        private final Map<String, Integer> attempts = new HashMap<>();
        private final Set<String> left = new HashSet<>();
        private @Nullable String at;

        Run(RandomGenerator random) {
            this.random = random;
            this.gateway = new RandomGateway(random);
            this.session = BuiltIns.session(gateway.catalog, gateway.settings, gateway.request, random, time);
            this.begunWith = place(gateway.request.model());
            this.depths = depths();
            Integer own = gateway.request.overrides().retries();
            int wished = own == null ? gateway.settings.failures().retries() : own;
            this.retriesMax = Math.min(wished, RETRIES_MAX);
        }

        /** A group, or one deployment of it. */
        private @Nullable String place(String name) {
            String team = gateway.request.constraints().teamId();
            if (!(gateway.catalog.resolve(name, team) instanceof Resolution.Group group)) {
                return null;
            }
            return group.only() == null
                    ? group.pool().name()
                    : group.pool().name() + "/" + group.only().value();
        }

        /** Over how many lists each place can be reached at least. */
        private Map<String, Integer> depths() {
            var found = new HashMap<String, Integer>();
            var waiting = new ArrayDeque<String>();
            if (begunWith != null) {
                found.put(begunWith, 0);
                waiting.add(begunWith);
            }
            while (!waiting.isEmpty()) {
                String from = waiting.remove();
                String group = from.split("/", 2)[0];
                for (String name : gateway.fallbacks.getOrDefault(group, List.of())) {
                    String to = place(name);
                    if (to != null && found.putIfAbsent(to, found.get(from) + 1) == null) {
                        waiting.add(to);
                    }
                }
            }
            return found;
        }

        int toItsEnd() {
            Step step = session.start();
            int calls = 0;
            while (!(step instanceof Step.GiveUp)) {
                if (step instanceof Step.Pause(Duration length)) {
                    time.pass(length);
                    step = session.resume();
                } else if (step instanceof Step.Call call) {
                    calls++;
                    Step next = next(call);
                    if (next == null) {
                        break;
                    }
                    step = next;
                }
            }
            assertThat(session.attemptedFallbacks()).isLessThanOrEqualTo(TARGETS_MAX);
            return calls;
        }

        private @Nullable Step next(Step.Call call) {
            String place = place(call.group());
            assertThat(place).isNotNull();
            mayServe(call.decision(), place.contains("/"));
            mayBeAt(place);
            if (random.nextInt(12) == 0) {
                return session.full(full(call.decision().deployment()));
            }
            counted(place, call.decision().pool());
            if (random.nextInt(12) == 0) {
                return null;
            }
            UpstreamFailure failure = failure();
            CooldownRules.afterFailure(
                            call.decision().deployment(),
                            session.standing(),
                            CallType.CHAT,
                            call.decision().traffic(),
                            failure,
                            gateway.settings.failures(),
                            time.nanos())
                    .ifPresent(call.decision().traffic()::coolDown);
            return session.failed(failure);
        }

        private void mayServe(Decision.Chosen chosen, boolean byId) {
            Deployment deployment = chosen.deployment();
            Constraints caller = gateway.request.constraints();
            for (RegionRestriction rule : caller.regions()) {
                String allowed = rule.regions().iterator().next().name();
                String region = deployment.region().map(Region::name).orElse("");
                assertThat(WITHIN.get(allowed)).as("regions in %s", allowed).contains(region);
            }
            for (String tag : caller.tags().names()) {
                String needed = chosen.pool().view().knows(tag) ? tag : "default";
                assertThat(deployment.tagRules().tags()).contains(needed);
            }
            String team = deployment.visibility().teamId();
            assertThat(team == null || team.equals(caller.teamId())).as("team").isTrue();
            Set<String> asked = deployment.visibility().accessGroups();
            Set<String> granted = caller.accessGroups();
            assertThat(granted == null || asked.isEmpty() || asked.stream().anyMatch(granted::contains))
                    .as("access groups")
                    .isTrue();
            assertThat(deployment.blocked()).as("blocked").isFalse();
            assertThat(deployment.outOfService()).isNull();
            assertThat(!byId && chosen.traffic().cooling(time.nanos()))
                    .as("cooling down")
                    .isFalse();
        }

        /** Each place has its turn once; a later one, only where the caller may go and near enough. */
        private void mayBeAt(String place) {
            if (!place.equals(at)) {
                assertThat(left).as("left before").doesNotContain(place);
                if (at != null) {
                    left.add(at);
                }
                at = place;
            }
            if (!place.equals(begunWith)) {
                assertThat(gateway.forbidden).doesNotContain(place.split("/", 2)[0]);
            }
            if (gateway.settings.fallbacks().fallbacksMax() == null) {
                assertThat(depths.get(place)).isNotNull().isLessThanOrEqualTo(DEPTH_MAX);
            } else {
                assertThat(session.attemptedFallbacks())
                        .isLessThanOrEqualTo(gateway.settings.fallbacks().fallbacksMax());
            }
        }

        /** Each stay has retries of its own: one with the group, one with each later tier, one with who is left. */
        private void counted(String place, DeploymentPool pool) {
            assertThat(session.attemptedRetries()).isLessThanOrEqualTo(retriesMax);
            int stays = place.contains("/") ? 1 : Math.max(1, pool.orders().size());
            if (gateway.settings.fallbacks().weightedFailover()) {
                stays++;
            }
            assertThat(attempts.merge(place, 1, Integer::sum)).isLessThanOrEqualTo(stays * (1 + retriesMax));
        }

        private static LimitVerdict.Refused full(Deployment deployment) {
            var charge = new Charge(LimitScope.DEPLOYMENT, deployment.id().value(), LimitKind.REQUESTS, 4, 1);
            return new LimitVerdict.Refused(charge, 4, Duration.ofSeconds(9));
        }

        private UpstreamFailure failure() {
            ErrorClass[] kinds = ErrorClass.values();
            UpstreamFailure failure = UpstreamFailure.of(kinds[random.nextInt(kinds.length)], 500, "drawn");
            return random.nextInt(6) == 0
                    ? failure.withRetryAfter(Duration.ofSeconds(1 + random.nextInt(90)))
                    : failure;
        }
    }
}
