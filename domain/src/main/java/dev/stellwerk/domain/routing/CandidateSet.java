package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The deployments still in play for one attempt. It can only shrink, and every removal keeps its reason: adding a
 * deployment back cannot be written.
 *
 * <p>Belongs to one decision and one thread. A removal is one bit set and one reason, however many deployments leave,
 * so that filtering ten thousand costs little more than filtering ten.
 */
public final class CandidateSet {
    private final DeploymentPool pool;
    private final long[] live;
    private final boolean calledById;
    private final boolean capacityRespected;
    private final List<Removal> removals = new ArrayList<>(4);

    private sealed interface Removal {
        Rejection why();

        boolean concerns(int place);

        record OfMany(long[] left, Rejection why) implements Removal {
            @Override
            public boolean concerns(int place) {
                return (left[place >>> 6] & (1L << place)) != 0;
            }
        }

        record OfOne(int left, Rejection why) implements Removal {
            @Override
            public boolean concerns(int place) {
                return left == place;
            }
        }
    }

    /** Takes a place in the group and why the deployment there is out. */
    public interface RemovedVisitor {
        void visit(int place, Rejection why);
    }

    private CandidateSet(DeploymentPool pool, long[] live, boolean calledById, boolean capacityRespected) {
        this.pool = pool;
        this.live = live;
        this.calledById = calledById;
        this.capacityRespected = capacityRespected;
    }

    /**
     * Every deployment of the group.
     *
     * @param capacityRespected the strategy to come wants none that are at their limit
     */
    static CandidateSet all(DeploymentPool pool, boolean capacityRespected) {
        return new CandidateSet(pool, pool.everyone().clone(), false, capacityRespected);
    }

    /** One deployment of the group, called by its id. */
    static CandidateSet only(DeploymentPool pool, int place) {
        var single = new long[pool.everyone().length];
        single[place >>> 6] |= 1L << place;
        return new CandidateSet(pool, single, true, false);
    }

    /** The group they come from: for what is known about the group as a whole, in play or not. */
    public DeploymentPool pool() {
        return pool;
    }

    /** Whether there is one only because it was called by its id. */
    public boolean calledById() {
        return calledById;
    }

    /** Whether deployments at their limit per minute must leave, as the strategy to come wants it. */
    public boolean capacityRespected() {
        return capacityRespected;
    }

    public boolean isEmpty() {
        for (long word : live) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    public int count() {
        int count = 0;
        for (long word : live) {
            count += Long.bitCount(word);
        }
        return count;
    }

    public boolean inPlay(int place) {
        return (live[place >>> 6] & (1L << place)) != 0;
    }

    /** Those in play, as a bit set that is the caller's own. */
    public long[] inPlay() {
        return live.clone();
    }

    /** Whether any of these is in play. */
    public boolean anyOf(long[] bits) {
        for (int w = 0; w < live.length; w++) {
            if ((live[w] & bits[w]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether any of these would be in play if it were not down or full for now. */
    public boolean anyDown(long[] bits) {
        for (int place = next(bits, 0); place >= 0; place = next(bits, place + 1)) {
            Rejection why = rejection(place);
            if (why != null && why.down()) {
                return true;
            }
        }
        return false;
    }

    /** Removes all that are not among {@code fit}. */
    public void keepOnly(long[] fit, Rejection why) {
        long[] left = null;
        for (int w = 0; w < live.length; w++) {
            left = leave(left, w, live[w] & ~fit[w]);
        }
        note(left, why);
    }

    /** Removes all that are among {@code unfit}. */
    public void remove(long[] unfit, Rejection why) {
        long[] left = null;
        for (int w = 0; w < live.length; w++) {
            left = leave(left, w, live[w] & unfit[w]);
        }
        note(left, why);
    }

    private long @Nullable [] leave(long @Nullable [] leftSoFar, int word, long leaving) {
        if (leaving == 0) {
            return leftSoFar;
        }
        long[] left = leftSoFar == null ? new long[live.length] : leftSoFar;
        left[word] = leaving;
        live[word] &= ~leaving;
        return left;
    }

    private void note(long @Nullable [] left, Rejection why) {
        if (left != null) {
            removals.add(new Removal.OfMany(left, why));
        }
    }

    /** Removes one. */
    public void remove(int place, Rejection why) {
        if (inPlay(place)) {
            live[place >>> 6] &= ~(1L << place);
            removals.add(new Removal.OfOne(place, why));
        }
    }

    /** Removes those that fail a test, all for one reason. */
    public void removeIf(Predicate<Deployment> unfit, Rejection why) {
        var leaving = new long[live.length];
        for (int place = next(0); place >= 0; place = next(place + 1)) {
            if (unfit.test(pool.deployment(place))) {
                leaving[place >>> 6] |= 1L << place;
            }
        }
        remove(leaving, why);
    }

    /** The first place in play at or after {@code from}, or -1. Loops over all: {@code place = next(place + 1)}. */
    public int next(int from) {
        return next(live, from);
    }

    private static int next(long[] bits, int from) {
        int word = from >>> 6;
        if (word >= bits.length) {
            return -1;
        }
        long rest = bits[word] & (-1L << from);
        while (rest == 0) {
            if (++word == bits.length) {
                return -1;
            }
            rest = bits[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    public Deployment deployment(int place) {
        return pool.deployment(place);
    }

    public DeploymentTraffic traffic(int place) {
        return pool.traffic(place);
    }

    /** Why the deployment at this place left, or null while it is in play or never was. */
    public @Nullable Rejection rejection(int place) {
        for (Removal removal : removals) {
            if (removal.concerns(place)) {
                return removal.why();
            }
        }
        return null;
    }

    /** Shows every deployment that is out, in the order in which they left. */
    public void forEachRemoved(RemovedVisitor visitor) {
        for (Removal removal : removals) {
            switch (removal) {
                case Removal.OfOne(int place, Rejection why) -> visitor.visit(place, why);
                case Removal.OfMany(long[] left, Rejection why) -> {
                    for (int place = next(left, 0); place >= 0; place = next(left, place + 1)) {
                        visitor.visit(place, why);
                    }
                }
            }
        }
    }

    /** Whether a deployment was a candidate at all; in a call by id only one is. */
    public boolean considered(int place) {
        return inPlay(place) || rejection(place) != null;
    }

    /** Those in play, for a strategy. */
    EligibleSet eligible() {
        if (removals.isEmpty() && !calledById) {
            return new EligibleSet(pool);
        }
        var places = new int[count()];
        int filled = 0;
        for (int place = next(0); place >= 0; place = next(place + 1)) {
            places[filled++] = place;
        }
        return new EligibleSet(pool, places);
    }
}
