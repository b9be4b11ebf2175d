package dev.stellwerk.application.completion;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.traffic.Cooldown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Cooldown, region and tags in their plainest form: what the main path makes of filters, not what filters do. */
final class PlainFilters {
    static final List<DeploymentFilter> ALL = List.of(new ByCooldown(), new ByRegion(), new ByTags());

    private PlainFilters() {}

    private static final class ByCooldown implements DeploymentFilter {
        @Override
        public void apply(CandidateSet candidates, DecisionContext context) {
            for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
                Cooldown cooldown = candidates.traffic(place).cooldown(context.nowNanos());
                if (cooldown != null) {
                    Duration left = Duration.ofNanos(cooldown.untilNanos() - context.nowNanos());
                    candidates.remove(place, new Rejection.CoolingDown(left, cooldown.status()));
                }
            }
        }

        @Override
        public boolean holdsForCallsById() {
            return false;
        }
    }

    private static final class ByRegion implements DeploymentFilter {
        @Override
        public void apply(CandidateSet candidates, DecisionContext context) {
            for (RegionRestriction rule : context.constraints().regions()) {
                candidates.keepOnly(
                        candidates.pool().within(rule.allowed()),
                        new Rejection.OutsideRegion(context.constraints().regions()));
            }
        }

        @Override
        public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
            return new CallRefusal.RegionUnavailable(candidates.pool().name(), List.of());
        }
    }

    private static final class ByTags implements DeploymentFilter {
        @Override
        public void apply(CandidateSet candidates, DecisionContext context) {
            List<String> tags = context.constraints().tags().names();
            for (String tag : tags) {
                candidates.keepOnly(
                        Objects.requireNonNullElse(
                                candidates.pool().carriersOf(tag),
                                candidates.pool().nobody()),
                        new Rejection.TagMismatch(tags, true));
            }
        }

        @Override
        public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
            return new CallRefusal.TagsDenied(
                    candidates.pool().name(), context.constraints().tags().names());
        }
    }
}
