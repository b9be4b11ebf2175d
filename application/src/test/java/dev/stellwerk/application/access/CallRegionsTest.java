package dev.stellwerk.application.access;

import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.region.RegionRestriction.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallRegionsTest {
    private static final Set<Region> EU = Set.of(new Region("eu"));
    private final AccessFixture fixture = new AccessFixture();

    @Test
    void every_restriction_holds_whoever_set_it_S24() {
        fixture.newTeam("t1", Map.of("allowed_model_region", "eu"));
        fixture.newCustomer("u1", Map.of("allowed_model_region", "eu"));
        Caller key = fixture.callerWith(Map.of("team_id", "t1", "allowed_model_region", "eu"));

        assertThat(CallRegions.of(fixture.access.customer(key, "u1"), List.of(" Eu ")))
                .containsExactly(
                        new RegionRestriction(Source.CUSTOMER, EU),
                        new RegionRestriction(Source.KEY, EU),
                        new RegionRestriction(Source.TEAM, EU),
                        new RegionRestriction(Source.BODY, EU));
    }

    @Test
    void leaving_the_customer_out_is_no_way_around_the_key_S25() {
        Caller key = fixture.callerWith(Map.of("allowed_model_region", "eu"));

        assertThat(CallRegions.of(key, null)).containsExactly(new RegionRestriction(Source.KEY, EU));
    }

    @Test
    void a_request_adds_a_rule_and_takes_none_away() {
        Caller key = fixture.callerWith(Map.of("allowed_model_region", "eu"));

        assertThat(CallRegions.of(key, List.of("us"))).hasSize(2);
        assertThat(CallRegions.of(Caller.MASTER_KEY, null)).isEmpty();
    }

    @Test
    void labels_that_cannot_be_regions_are_refused() {
        for (List<String> labels : List.of(List.<String>of(), List.of(""), List.of("e u"), List.of("x".repeat(65)))) {
            assertThat(refusal(() -> CallRegions.of(Caller.MASTER_KEY, labels)))
                    .isEqualTo(new CallRefusal.RegionsUnfit());
        }
    }
}
