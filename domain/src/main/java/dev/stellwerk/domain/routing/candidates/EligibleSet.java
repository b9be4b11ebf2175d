package dev.stellwerk.domain.routing.candidates;

import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Stated;
import dev.stellwerk.domain.spi.routing.TrafficView;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Some of a group, or all of it, in configuration order. Never empty. */
public final class EligibleSet implements Eligible {
    private final GroupView group;
    private final int @Nullable [] places;

    /** Some of a group. */
    EligibleSet(GroupView group, int[] places) {
        this.group = group;
        this.places = places;
    }

    /** All of a group. */
    public EligibleSet(GroupView group) {
        this.group = group;
        this.places = null;
    }

    @Override
    public int count() {
        return places == null ? group.size() : places.length;
    }

    @Override
    public DeploymentView deployment(int i) {
        return group.deployment(place(i));
    }

    @Override
    public TrafficView traffic(int i) {
        return group.traffic(place(i));
    }

    @Override
    public double stated(Stated figure, int i) {
        return group.stated(figure, place(i));
    }

    @Override
    public double statedInAll(Stated figure) {
        int[] some = places;
        if (some == null) {
            return group.statedInAll(figure);
        }
        double sum = 0;
        for (int place : some) {
            sum += group.stated(figure, place);
        }
        return sum;
    }

    /** Where it stands in its group. */
    public int place(int i) {
        return places == null ? i : places[i];
    }

    /** Those of them whose place in the group passes the test; all of them when nobody does. */
    public EligibleSet preferring(IntPredicate test) {
        var some = new int[count()];
        int found = 0;
        for (int i = 0; i < some.length; i++) {
            if (test.test(place(i))) {
                some[found++] = place(i);
            }
        }
        return found == 0 ? this : new EligibleSet(group, Arrays.copyOf(some, found));
    }
}
