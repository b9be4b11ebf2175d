package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CandidateSetTest {
    private static final Rejection PAUSED = new Rejection.Paused();
    private static final Rejection OTHER_TEAM = new Rejection.OtherTeam();

    private final DeploymentPool pool =
            Pools.of(ADeployment.named("A"), ADeployment.named("B"), ADeployment.named("C"));

    @Test
    void the_first_reason_stays() {
        CandidateSet candidates = CandidateSet.all(pool, false);
        candidates.remove(1, PAUSED);
        candidates.remove(1, OTHER_TEAM);
        candidates.keepOnly(pool.nobody(), OTHER_TEAM);

        assertThat(candidates.rejection(1)).isSameAs(PAUSED);
        assertThat(candidates.rejection(0)).isSameAs(OTHER_TEAM);
        assertThat(candidates.isEmpty()).isTrue();
    }

    @Test
    void in_a_call_by_id_the_others_were_never_considered() {
        CandidateSet candidates = CandidateSet.only(pool, 1);
        candidates.keepOnly(pool.nobody(), PAUSED);

        assertThat(candidates.calledById()).isTrue();
        assertThat(candidates.considered(0)).isFalse();
        assertThat(candidates.considered(1)).isTrue();
        assertThat(candidates.rejection(0)).isNull();
    }

    @Test
    void the_groups_own_index_is_never_changed() {
        CandidateSet.all(pool, false).keepOnly(pool.nobody(), PAUSED);
        CandidateSet.all(pool, false).inPlay()[0] = 0;

        assertThat(pool.everyone()).containsExactly(0b111L);
    }

    @Test
    void only_who_is_down_for_now_would_be_in_play_otherwise() {
        CandidateSet candidates = CandidateSet.all(pool, false);
        candidates.remove(0, OTHER_TEAM);
        candidates.remove(1, new Rejection.CoolingDown(Duration.ofSeconds(1), 429));

        assertThat(candidates.anyDown(new long[] {0b001})).isFalse();
        assertThat(candidates.anyDown(new long[] {0b110})).isTrue();
        assertThat(candidates.anyDown(new long[] {0b100})).isFalse();
    }

    @Test
    void any_row_of_removals_leaves_what_sets_would_leave() {
        Seeds.forEach(500, random -> {
            DeploymentPool group = Pools.random(random, 1 + random.nextInt(200));
            CandidateSet candidates = CandidateSet.all(group, false);
            var left = new TreeSet<Integer>();
            for (int place = 0; place < group.size(); place++) {
                left.add(place);
            }
            Map<Integer, Rejection> reasons = new HashMap<>();
            for (int step = 0; step < 4; step++) {
                removeSome(candidates, left, reasons, random, new Rejection.ByPlugin("p", "step" + step, "d"));
            }
            assertSame(candidates, left, reasons);
        });
    }

    private static void removeSome(
            CandidateSet candidates,
            SortedSet<Integer> left,
            Map<Integer, Rejection> reasons,
            RandomGenerator random,
            Rejection why) {
        var bits = new long[candidates.pool().everyone().length];
        for (int place = 0; place < candidates.pool().size(); place++) {
            if (random.nextInt(3) == 0) {
                bits[place >>> 6] |= 1L << place;
            }
        }
        int how = random.nextInt(4);
        left.removeIf(place -> {
            boolean set = (bits[place >>> 6] >>> place & 1) == 1;
            boolean leaves = how == 0 ? !set : set;
            if (leaves) {
                reasons.put(place, why);
            }
            return leaves;
        });
        switch (how) {
            case 0 -> candidates.keepOnly(bits, why);
            case 1 -> candidates.remove(bits, why);
            case 2 ->
                candidates.removeIf(
                        d -> {
                            int place = candidates.pool().indexOf(d.id());
                            return (bits[place >>> 6] >>> place & 1) == 1;
                        },
                        why);
            default -> {
                for (int place = 0; place < candidates.pool().size(); place++) {
                    if ((bits[place >>> 6] >>> place & 1) == 1) {
                        candidates.remove(place, why);
                    }
                }
            }
        }
    }

    private static void assertSame(CandidateSet candidates, SortedSet<Integer> left, Map<Integer, Rejection> reasons) {
        var walked = new TreeSet<Integer>();
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            walked.add(place);
        }
        Map<Integer, Rejection> shown = new HashMap<>();
        candidates.forEachRemoved(shown::put);

        assertThat(walked).isEqualTo(left);
        assertThat(candidates.count()).isEqualTo(left.size());
        assertThat(candidates.isEmpty()).isEqualTo(left.isEmpty());
        assertThat(shown).isEqualTo(reasons);
        reasons.forEach((place, why) -> assertThat(candidates.rejection(place)).isSameAs(why));
        if (!left.isEmpty()) {
            assertThat(candidates.eligible().count()).isEqualTo(left.size());
            assertThat(candidates.eligible().place(0)).isEqualTo(left.first());
        }
    }
}
