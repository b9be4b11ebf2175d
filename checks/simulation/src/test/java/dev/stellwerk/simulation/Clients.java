package dev.stellwerk.simulation;

import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What clients ask for. Where deployments have regions, a third is bound to one and a third to a tag. */
final class Clients {
    private static final RoutingRequest.Facts STREAM = new RoutingRequest.Facts(
            CallType.CHAT, true, 10, Simulation.ANSWER_TOKENS, null, Set.of(), RoutingRequest.Asker.NOBODY);

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
            case 2 -> Constraints.NONE.withTags(SourcedTags.fromCaller("paid"));
            case 3 -> Constraints.NONE.withTags(SourcedTags.fromCaller("free"));
            default -> Constraints.NONE;
        };
    }

    private static Constraints inRegion(String region) {
        return Constraints.NONE.withRegions(
                List.of(new RegionRestriction(RegionRestriction.Source.CUSTOMER, Set.of(new Region(region)))));
    }
}
