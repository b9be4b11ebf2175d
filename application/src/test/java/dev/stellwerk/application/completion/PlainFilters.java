package dev.stellwerk.application.completion;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.CooldownView;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RegionRule;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.List;

/** Team, cooldown, region and tags in their plainest form: what the main path makes of filters, not what filters do. */
final class PlainFilters {
    static final List<DeploymentFilter> ALL = List.of(new ByTeam(), new ByCooldown(), new ByRegion(), new ByTags());

    private PlainFilters() {}

    private static final class ByCooldown implements DeploymentFilter {
        @Override
        public void apply(Candidates candidates, RoutingContext context) {
            for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
                CooldownView cooldown = candidates.traffic(place).cooldown(context.now());
                if (cooldown != null) {
                    candidates.remove(
                            place, Reason.down("cooling_down", "sits out", cooldown.remaining(context.now())));
                }
            }
        }

        @Override
        public boolean holdsForCallsById() {
            return false;
        }
    }

    private static final class ByTeam implements DeploymentFilter {
        @Override
        public void apply(Candidates candidates, RoutingContext context) {
            String teamId = context.request().caller().teamId().orElse(null);
            candidates.keepOnly(
                    candidates.group().openToTeam(teamId), Reason.unfit("other_team", "belongs to another team"));
        }

        @Override
        public Refusal refusal(Candidates candidates, RoutingContext context) {
            return Refusal.of(Refusal.Kind.LATER);
        }
    }

    private static final class ByRegion implements DeploymentFilter {
        @Override
        public void apply(Candidates candidates, RoutingContext context) {
            for (RegionRule rule : context.request().regions()) {
                candidates.keepOnly(
                        candidates.group().within(rule.allowed()), Reason.unfit("region_mismatch", "lies elsewhere"));
            }
        }

        @Override
        public Refusal refusal(Candidates candidates, RoutingContext context) {
            return Refusal.of(Refusal.Kind.REGION_DENIED);
        }
    }

    private static final class ByTags implements DeploymentFilter {
        @Override
        public void apply(Candidates candidates, RoutingContext context) {
            for (String tag : context.request().tags().names()) {
                candidates.keepOnly(candidates.group().carrying(tag), Reason.unfit("tag_mismatch", "lacks " + tag));
            }
        }

        @Override
        public Refusal refusal(Candidates candidates, RoutingContext context) {
            return Refusal.of(Refusal.Kind.TAGS_DENIED);
        }
    }
}
