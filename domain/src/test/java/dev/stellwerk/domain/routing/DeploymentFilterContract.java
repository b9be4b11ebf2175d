package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What every {@link DeploymentFilter} must do. */
public abstract class DeploymentFilterContract {
    private static final int CASES = 200;

    protected abstract DeploymentFilter filter();

    @Test
    void those_who_left_have_a_reason_in_words_and_the_others_none() {
        Seeds.forEach(CASES, random -> {
            Filtering outcome = Filtering.of(pool(random), context(random), filter());
            CandidateSet candidates = outcome.candidates();

            for (int place = 0; place < outcome.pool().size(); place++) {
                Rejection why = candidates.rejection(place);
                assertThat(why == null).isEqualTo(candidates.remains(place));
                if (why != null) {
                    assertThat(why.stage()).isNotBlank();
                    assertThat(why.reason()).isNotBlank();
                    assertThat(why.detail()).isNotBlank();
                }
            }
        });
    }

    @Test
    void the_same_request_and_traffic_leave_the_same_deployments() {
        Seeds.forEach(CASES, random -> {
            DeploymentPool pool = pool(random);
            DecisionContext context = context(random);

            assertThat(Filtering.of(pool, context, filter()).left())
                    .isEqualTo(Filtering.of(pool, context, filter()).left());
        });
    }

    @Test
    void whoever_was_out_before_stays_out_for_the_first_reason() {
        Seeds.forEach(CASES, random -> {
            DeploymentPool pool = pool(random);
            Reason first = Reason.unfit("first", "was out before");
            DeploymentFilter before = (candidates, _) -> candidates.remove(0, first);
            CandidateSet candidates =
                    Filtering.of(pool, context(random), before, filter()).candidates();

            assertThat(candidates.rejection(0).why()).isSameAs(first);
        });
    }

    @Test
    void a_refusal_is_given_when_nobody_is_left() {
        Seeds.forEach(CASES, random -> {
            Filtering outcome = Filtering.of(pool(random), context(random), filter());

            assertThat(outcome.refusal() == null).isNotEqualTo(outcome.left().isEmpty());
        });
    }

    private static DeploymentPool pool(RandomGenerator random) {
        return Pools.random(random, 1 + random.nextInt(130));
    }

    private static DecisionContext context(RandomGenerator random) {
        AContext context = new AContext().filteringTags();
        List<String> tags = List.of("a", "b", "x", "&a", "!b", "!default");
        for (int n = random.nextInt(3); n > 0; n--) {
            TagSource source = random.nextBoolean() ? TagSource.KEY : TagSource.HEADER;
            context.tags(source, tags.get(random.nextInt(tags.size())));
        }
        if (random.nextBoolean()) {
            context.in(
                    RegionRestriction.Source.KEY,
                    List.of("eu", "de", "us", "nowhere").get(random.nextInt(4)));
        }
        return context.team(random.nextBoolean() ? "t0" : null).build();
    }
}
