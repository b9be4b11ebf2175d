package dev.stellwerk.domain.spi.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.Seeds;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PlacesTest {
    /** Around the sixty-four that are kept apart, and where the last word is full, just begun or almost full. */
    private static final List<Integer> SIZES = List.of(0, 1, 2, 63, 64, 65, 127, 128, 129, 200);

    private static NavigableSet<Integer> some(RandomGenerator random, int size) {
        var some = new TreeSet<Integer>();
        int oneIn = 1 + random.nextInt(4);
        for (int place = 0; place < size; place++) {
            if (random.nextInt(oneIn) == 0) {
                some.add(place);
            }
        }
        return some;
    }

    private static NavigableSet<Integer> kept(NavigableSet<Integer> from, Predicate<Integer> test) {
        var kept = new TreeSet<>(from);
        kept.removeIf(test.negate());
        return kept;
    }

    private static void assertHolds(Places places, NavigableSet<Integer> expected, int size) {
        var found = new TreeSet<Integer>();
        for (int place = places.next(0); place >= 0; place = places.next(place + 1)) {
            found.add(place);
        }
        assertThat(found).isEqualTo(expected);
        assertThat(places.count()).isEqualTo(expected.size());
        assertThat(places.isEmpty()).isEqualTo(expected.isEmpty());
        assertThat(places)
                .isEqualTo(Places.where(size, expected::contains))
                .hasSameHashCodeAs(Places.where(size, expected::contains))
                .hasToString("{"
                        + String.join(
                                ", ", expected.stream().map(String::valueOf).toList()) + "}");
        for (int place = -1; place <= size; place++) {
            assertThat(places.contains(place)).isEqualTo(expected.contains(place));
        }
    }

    @Test
    void they_are_what_sets_of_numbers_are_whatever_the_size() {
        Seeds.forEach(50, random -> {
            for (int size : SIZES) {
                NavigableSet<Integer> a = some(random, size);
                NavigableSet<Integer> b = some(random, size);
                Places one = Places.where(size, a::contains);
                Places other = Places.where(size, b::contains);
                var either = new TreeSet<>(a);
                either.addAll(b);

                assertHolds(one, a, size);
                assertHolds(one.and(other), kept(a, b::contains), size);
                assertHolds(one.or(other), either, size);
                assertHolds(one.without(other), kept(a, place -> !b.contains(place)), size);
                assertHolds(one.and(place -> place % 3 == 0), kept(a, place -> place % 3 == 0), size);
                assertHolds(Places.ofWords(size, w -> size == 0 ? -1L : one.word(w)), a, size);
                assertThat(one.intersects(other)).isEqualTo(a.stream().anyMatch(b::contains));
                assertThat(one.isWithin(other)).isEqualTo(b.containsAll(a));
            }
        });
    }

    @Test
    void bits_beyond_the_size_are_left_out() {
        for (int size : SIZES) {
            assertThat(Places.all(size).count()).isEqualTo(size);
            assertThat(Places.ofWords(size, _ -> -1L)).isEqualTo(Places.all(size));
            assertThat(Places.none(size).isEmpty()).isTrue();
            assertThat(Places.all(size).next(size)).isEqualTo(-1);
            assertThat(Places.all(size).next(-1)).isEqualTo(-1);
        }
    }

    @Test
    void those_of_groups_of_different_sizes_do_not_mix() {
        assertThatThrownBy(() -> Places.all(64).or(Places.all(65)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("places of a group of 65, not of 64");
    }
}
