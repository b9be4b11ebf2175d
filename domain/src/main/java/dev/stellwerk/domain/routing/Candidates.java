package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.catalog.Deployment;
import dev.stellwerk.domain.catalog.DeploymentPool;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The deployments still in play for one attempt. It can only shrink, and every removal keeps its reason: adding a
 * deployment back cannot be written.
 *
 * <p>Belongs to one decision and one thread. A removal is one bit set and one reason, however many deployments leave,
 * so that filtering ten thousand costs little more than filtering ten.
 */
public final class Candidates {
    private final DeploymentPool pool;
    private final long[] live;
    private final List<Removal> removals = new ArrayList<>(4);

    private static final class Removal {
        final long[] left;
        final Rejection why;

        Removal(long[] left, Rejection why) {
            this.left = left;
            this.why = why;
        }
    }

    private Candidates(DeploymentPool pool, long[] live) {
        this.pool = pool;
        this.live = live;
    }

    /** Every deployment of the group. */
    static Candidates all(DeploymentPool pool) {
        return new Candidates(pool, pool.everyone());
    }

    /** One deployment of the group, called by its id. */
    static Candidates only(DeploymentPool pool, int index) {
        var single = new long[pool.everyone().length];
        single[index >>> 6] |= 1L << index;
        return new Candidates(pool, single);
    }

    /** The group they come from: for what is known about the group as a whole, in play or not. */
    public DeploymentPool pool() {
        return pool;
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

    public boolean inPlay(int index) {
        return (live[index >>> 6] & (1L << index)) != 0;
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

    /** Removes all that are not among {@code fit}. */
    public void keepOnly(long[] fit, Rejection why) {
        long[] left = null;
        for (int w = 0; w < live.length; w++) {
            long leaving = live[w] & ~fit[w];
            if (leaving != 0) {
                if (left == null) {
                    left = new long[live.length];
                }
                left[w] = leaving;
                live[w] &= fit[w];
            }
        }
        if (left != null) {
            removals.add(new Removal(left, why));
        }
    }

    /** Removes all that are among {@code unfit}. */
    public void remove(long[] unfit, Rejection why) {
        var fit = new long[unfit.length];
        for (int w = 0; w < unfit.length; w++) {
            fit[w] = ~unfit[w];
        }
        keepOnly(fit, why);
    }

    /** Removes one. */
    public void remove(int index, Rejection why) {
        if (inPlay(index)) {
            var left = new long[live.length];
            left[index >>> 6] = 1L << index;
            live[index >>> 6] &= ~(1L << index);
            removals.add(new Removal(left, why));
        }
    }

    /** Removes those that fail a test, all for one reason. */
    public void removeIf(Predicate<Deployment> unfit, Rejection why) {
        removeAt(index -> unfit.test(pool.deployment(index)), why);
    }

    private void removeAt(IntPredicate unfit, Rejection why) {
        var left = new long[live.length];
        boolean any = false;
        for (int index = next(0); index >= 0; index = next(index + 1)) {
            if (unfit.test(index)) {
                left[index >>> 6] |= 1L << index;
                any = true;
            }
        }
        if (any) {
            remove(left, why);
        }
    }

    /** The first place in play at or after {@code from}, or -1. Loops over all: {@code i = next(i + 1)}. */
    public int next(int from) {
        int word = from >>> 6;
        if (word >= live.length) {
            return -1;
        }
        long rest = live[word] & (-1L << from);
        while (rest == 0) {
            if (++word == live.length) {
                return -1;
            }
            rest = live[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    public Deployment deployment(int index) {
        return pool.deployment(index);
    }

    public DeploymentTraffic traffic(int index) {
        return pool.traffic(index);
    }

    /** Why the deployment at this place left, or null while it is in play or never was. */
    public @Nullable Rejection rejection(int index) {
        for (Removal removal : removals) {
            if ((removal.left[index >>> 6] & (1L << index)) != 0) {
                return removal.why;
            }
        }
        return null;
    }

    /** Whether a deployment was a candidate at all; in a call by id only one is. */
    public boolean considered(int index) {
        return inPlay(index) || rejection(index) != null;
    }

    /** Those in play, for a strategy. */
    Eligible eligible() {
        var places = new int[count()];
        int filled = 0;
        for (int index = next(0); index >= 0; index = next(index + 1)) {
            places[filled++] = index;
        }
        return new Eligible(pool, places);
    }
}
