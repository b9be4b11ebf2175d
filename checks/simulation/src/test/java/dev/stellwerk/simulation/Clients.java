package dev.stellwerk.simulation;

import dev.stellwerk.domain.catalog.Region;
import dev.stellwerk.domain.routing.CallType;
import dev.stellwerk.domain.routing.RegionRule;
import dev.stellwerk.domain.routing.RequestTags;
import dev.stellwerk.domain.routing.RoutingRequest;
import dev.stellwerk.domain.routing.RoutingRequest.Constraints;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What clients ask for. Where deployments have regions, a third is bound to one and a third to a tag. */
final class Clients {
    private static final RoutingRequest.Facts STREAM =
            new RoutingRequest.Facts(CallType.CHAT, true, 10, Simulation.ANSWER_TOKENS, null, Set.of());

    private final boolean constrained;
    private final SplittableRandom random;

    Clients(Story story, SplittableRandom random) {
        this.constrained = story.members().stream()
                .anyMatch(member -> member.deployment().region().isPresent());
        this.random = random;
    }

    RoutingRequest next() {
        return new RoutingRequest(
                Story.GROUP,
                constrained ? constraints() : Constraints.NONE,
                STREAM,
                RoutingRequest.Overrides.NONE,
                List.of());
    }

    private Constraints constraints() {
        return switch (random.nextInt(6)) {
            case 0 -> inRegion("eu");
            case 1 -> inRegion("us");
            case 2 -> Constraints.NONE.withTags(RequestTags.fromCaller("paid"));
            case 3 -> Constraints.NONE.withTags(RequestTags.fromCaller("free"));
            default -> Constraints.NONE;
        };
    }

    private static Constraints inRegion(String region) {
        return Constraints.NONE.withRegions(
                List.of(new RegionRule(RegionRule.Source.CUSTOMER, Set.of(new Region(region)))));
    }
}
