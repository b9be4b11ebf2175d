package dev.stellwerk.domain.routing.candidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CandidateSetTest {
    private static final Reason PAUSED = Reason.down("paused", "paused by an admin");
    private static final Reason OTHER_TEAM = Reason.unfit("other_team", "belongs to another team");

    private final GroupView group = Pools.of(ADeployment.named("A"), ADeployment.named("B"), ADeployment.named("C"))
            .view();

    private static CandidateSet lent(GroupView group) {
        CandidateSet candidates = CandidateSet.all(group, false);
        candidates.lendTo("test");
        return candidates;
    }

    private static Places only(int... places) {
        return Places.where(3, place -> Arrays.stream(places).anyMatch(one -> one == place));
    }

    @Test
    void the_first_reason_stays() {
        CandidateSet candidates = lent(group);
        candidates.remove(1, PAUSED);
        candidates.remove(1, OTHER_TEAM);
        candidates.keepOnly(group.none(), OTHER_TEAM);

        assertThat(candidates.rejection(1)).isEqualTo(new Rejection("test", PAUSED));
        assertThat(candidates.rejection(0)).isEqualTo(new Rejection("test", OTHER_TEAM));
        assertThat(candidates.isEmpty()).isTrue();
    }

    @Test
    void in_a_call_by_id_the_others_were_never_considered() {
        CandidateSet candidates = CandidateSet.only(group, 1);
        candidates.lendTo("test");
        candidates.keepOnly(group.none(), PAUSED);

        assertThat(candidates.calledById()).isTrue();
        assertThat(candidates.considered(0)).isFalse();
        assertThat(candidates.considered(1)).isTrue();
        assertThat(candidates.rejection(0)).isNull();
    }

    @Test
    void the_groups_own_index_is_never_changed() {
        CandidateSet candidates = lent(group);
        Places before = candidates.inPlay();
        candidates.keepOnly(group.none(), PAUSED);

        assertThat(group.all()).isEqualTo(only(0, 1, 2));
        assertThat(before).isEqualTo(only(0, 1, 2));
        assertThat(candidates.inPlay()).isEqualTo(group.none());
    }

    @Test
    void only_who_is_down_for_now_would_be_in_play_otherwise() {
        CandidateSet candidates = lent(group);
        candidates.remove(0, OTHER_TEAM);
        candidates.remove(1, Reason.down("cooling_down", "sits out", Duration.ofSeconds(1)));

        assertThat(candidates.anyDown(only(0))).isFalse();
        assertThat(candidates.anyDown(only(1, 2))).isTrue();
        assertThat(candidates.anyDown(only(2))).isFalse();
    }

    @Test
    void whoever_keeps_them_can_neither_read_nor_remove_any_more() {
        CandidateSet candidates = lent(group);
        candidates.takeBack();

        assertThatThrownBy(() -> candidates.remove(0, PAUSED)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> candidates.remove(group.all(), PAUSED)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> candidates.keepOnly(group.none(), PAUSED)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(candidates::inPlay).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(candidates::count).isInstanceOf(IllegalStateException.class);
        assertThat(candidates.eligible().count()).isEqualTo(3);
    }

    @Test
    void what_makes_no_sense_is_refused_and_removes_nobody() {
        CandidateSet candidates = lent(group);

        assertThatThrownBy(() -> candidates.remove(3, PAUSED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> candidates.remove(-1, PAUSED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> candidates.keepOnly(Places.none(2), PAUSED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> candidates.remove(0, null)).isInstanceOf(NullPointerException.class);
        assertThat(candidates.inPlay(7)).isFalse();
        assertThat(candidates.next(-1)).isEqualTo(-1);
        assertThat(candidates.count()).isEqualTo(3);
    }

    @Test
    void what_a_stage_removed_can_be_undone_and_nothing_before_it() {
        Seeds.forEach(200, random -> {
            GroupView some = Pools.random(random, 1 + random.nextInt(150)).view();
            CandidateSet candidates = lent(some);
            removeSome(candidates, new TreeSet<>(), new HashMap<>(), random, PAUSED);
            Places before = candidates.inPlay();
            CandidateSet.Removal mark = candidates.lendTo("open");
            for (int step = 0; step < 3; step++) {
                removeSome(candidates, new TreeSet<>(), new HashMap<>(), random, OTHER_TEAM);
            }
            candidates.undo(mark);

            assertThat(candidates.inPlay()).isEqualTo(before);
            candidates.forEachRejected((_, why) -> assertThat(why.stage()).isEqualTo("test"));
        });
    }

    @Test
    void any_row_of_removals_leaves_what_sets_would_leave() {
        Seeds.forEach(500, random -> {
            GroupView some = Pools.random(random, 1 + random.nextInt(200)).view();
            CandidateSet candidates = lent(some);
            var left = new TreeSet<Integer>();
            for (int place = 0; place < some.size(); place++) {
                left.add(place);
            }
            Map<Integer, Reason> reasons = new HashMap<>();
            for (int step = 0; step < 4; step++) {
                removeSome(candidates, left, reasons, random, Reason.unfit("step" + step, "d"));
            }
            assertSame(candidates, left, reasons);
        });
    }

    private static void removeSome(
            CandidateSet candidates,
            SortedSet<Integer> left,
            Map<Integer, Reason> reasons,
            RandomGenerator random,
            Reason why) {
        int size = candidates.group().size();
        Places some = Places.where(size, _ -> random.nextInt(3) == 0);
        int how = random.nextInt(3);
        left.removeIf(place -> {
            boolean leaves = how == 0 ? !some.contains(place) : some.contains(place);
            if (leaves) {
                reasons.put(place, why);
            }
            return leaves;
        });
        switch (how) {
            case 0 -> candidates.keepOnly(some, why);
            case 1 -> candidates.remove(some, why);
            default -> {
                for (int place = some.next(0); place >= 0; place = some.next(place + 1)) {
                    candidates.remove(place, why);
                }
            }
        }
    }

    private static void assertSame(CandidateSet candidates, SortedSet<Integer> left, Map<Integer, Reason> reasons) {
        var walked = new TreeSet<Integer>();
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            walked.add(place);
        }
        Map<Integer, Reason> shown = new HashMap<>();
        candidates.forEachRemoved(shown::put);

        assertThat(walked).isEqualTo(left);
        assertThat(candidates.count()).isEqualTo(left.size());
        assertThat(candidates.isEmpty()).isEqualTo(left.isEmpty());
        assertThat(shown).isEqualTo(reasons);
        reasons.forEach(
                (place, why) -> assertThat(candidates.rejection(place).why()).isSameAs(why));
        if (!left.isEmpty()) {
            assertThat(candidates.eligible().count()).isEqualTo(left.size());
            assertThat(candidates.eligible().place(0)).isEqualTo(left.first());
        }
    }
}
