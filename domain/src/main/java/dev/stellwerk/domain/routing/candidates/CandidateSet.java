package dev.stellwerk.domain.routing.candidates;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deployments still in play for one attempt. It can only shrink, and every removal keeps its reason and the stage
 * that gave it: adding a deployment back cannot be written.
 *
 * <p>Belongs to one decision and one thread. It is lent to one stage of the decision at a time; whoever kept it from
 * there is told so. A removal is one bit set and one reason, however many deployments leave, so that filtering ten
 * thousand costs little more than filtering ten.
 */
public final class CandidateSet implements Candidates {
    private final GroupView group;
    private final long[] live;
    private final boolean calledById;
    private final boolean limitsHold;
    private final List<Removal> removals = new ArrayList<>(4);
    private @Nullable String stage;

    private sealed interface Removal {
        Rejection rejection();

        boolean concerns(int place);

        record OfMany(long[] left, Rejection rejection) implements Removal {
            @Override
            public boolean concerns(int place) {
                return (left[place >>> 6] & (1L << place)) != 0;
            }
        }

        record OfOne(int left, Rejection rejection) implements Removal {
            @Override
            public boolean concerns(int place) {
                return left == place;
            }
        }
    }

    /** Takes a place in the group and why the deployment there is out. */
    @FunctionalInterface
    public interface RejectedVisitor {
        void visit(int place, Rejection why);
    }

    private CandidateSet(GroupView group, long[] live, boolean calledById, boolean limitsHold) {
        this.group = group;
        this.live = live;
        this.calledById = calledById;
        this.limitsHold = limitsHold;
    }

    /**
     * Every deployment of the group.
     *
     * @param limitsHold the strategy to come wants none that are at their limit
     */
    public static CandidateSet all(GroupView group, boolean limitsHold) {
        var everybody = new long[(group.size() + Long.SIZE - 1) / Long.SIZE];
        for (int w = 0; w < everybody.length; w++) {
            everybody[w] = group.all().word(w);
        }
        return new CandidateSet(group, everybody, false, limitsHold);
    }

    /** One deployment of the group, called by its id. */
    public static CandidateSet only(GroupView group, int place) {
        var single = new long[(group.size() + Long.SIZE - 1) / Long.SIZE];
        single[place >>> 6] |= 1L << place;
        return new CandidateSet(group, single, true, false);
    }

    // ---- lent to one stage at a time

    /** Lends it; what is removed from now on was removed by this stage. Tells how to undo that. */
    public int lendTo(String name) {
        stage = name;
        return removals.size();
    }

    /** Takes it back: whoever still holds it can neither read nor remove any more. */
    public void takeBack() {
        stage = null;
    }

    /** Undoes what the stage removed to which it was lent last. */
    public void undo(int removalsBefore) {
        for (Removal removal : removals.subList(removalsBefore, removals.size())) {
            switch (removal) {
                case Removal.OfOne(int place, Rejection _) -> live[place >>> 6] |= 1L << place;
                case Removal.OfMany(long[] left, Rejection _) -> {
                    for (int w = 0; w < live.length; w++) {
                        live[w] |= left[w];
                    }
                }
            }
        }
        removals.subList(removalsBefore, removals.size()).clear();
    }

    private String lent() {
        String holder = stage;
        if (holder == null) {
            throw new IllegalStateException("candidates are lent for one call and must not be kept");
        }
        return holder;
    }

    @Override
    public GroupView group() {
        return group;
    }

    @Override
    public boolean calledById() {
        return calledById;
    }

    @Override
    public boolean limitsHold() {
        return limitsHold;
    }

    @Override
    public boolean isEmpty() {
        lent();
        return nobodyLeft();
    }

    @Override
    public int count() {
        lent();
        return left();
    }

    @Override
    public boolean inPlay(int place) {
        lent();
        return place >= 0 && place < group.size() && remains(place);
    }

    @Override
    public Places inPlay() {
        lent();
        return Places.ofWords(group.size(), w -> live[w]);
    }

    @Override
    public int next(int from) {
        lent();
        return from < 0 ? -1 : next(live, from);
    }

    @Override
    public boolean anyDown(Places places) {
        lent();
        for (int place = places.next(0); place >= 0; place = places.next(place + 1)) {
            Rejection why = rejection(place);
            if (why != null && why.down()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void keepOnly(Places fit, Reason why) {
        var rejection = new Rejection(lent(), why);
        check(fit);
        long[] left = null;
        for (int w = 0; w < live.length; w++) {
            left = leave(left, w, live[w] & ~fit.word(w));
        }
        note(left, rejection);
    }

    @Override
    public void remove(Places unfit, Reason why) {
        var rejection = new Rejection(lent(), why);
        check(unfit);
        long[] left = null;
        for (int w = 0; w < live.length; w++) {
            left = leave(left, w, live[w] & unfit.word(w));
        }
        note(left, rejection);
    }

    private void check(Places places) {
        if (places.groupSize() != group.size()) {
            throw new IllegalArgumentException(
                    "places of a group of " + places.groupSize() + ", not of " + group.size());
        }
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

    private void note(long @Nullable [] left, Rejection rejection) {
        if (left != null) {
            removals.add(new Removal.OfMany(left, rejection));
        }
    }

    @Override
    public void remove(int place, Reason why) {
        var rejection = new Rejection(lent(), why);
        if (place < 0 || place >= group.size()) {
            throw new IllegalArgumentException("there is no place " + place + " in a group of " + group.size());
        }
        if (remains(place)) {
            live[place >>> 6] &= ~(1L << place);
            removals.add(new Removal.OfOne(place, rejection));
        }
    }

    @Override
    public void forEachRemoved(RemovedVisitor visitor) {
        lent();
        forEachRejected((place, rejection) -> visitor.visit(place, rejection.why()));
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

    // ---- for the decision itself, whoever it is lent to

    /** Whether nobody is left. */
    public boolean nobodyLeft() {
        for (long word : live) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    private int left() {
        int count = 0;
        for (long word : live) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Whether the deployment at this place of the group is in play. */
    public boolean remains(int place) {
        return (live[place >>> 6] & (1L << place)) != 0;
    }

    /** Whether any of these is in play. */
    public boolean anyRemains(Places places) {
        for (int w = 0; w < live.length; w++) {
            if ((live[w] & places.word(w)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Why the deployment at this place left, or null while it is in play or never was. */
    public @Nullable Rejection rejection(int place) {
        for (Removal removal : removals) {
            if (removal.concerns(place)) {
                return removal.rejection();
            }
        }
        return null;
    }

    /** Shows every deployment that is out, in the order in which they left. */
    public void forEachRejected(RejectedVisitor visitor) {
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
        return remains(place) || rejection(place) != null;
    }

    /** Those in play, for a strategy. */
    public EligibleSet eligible() {
        if (removals.isEmpty() && !calledById) {
            return new EligibleSet(group);
        }
        var places = new int[left()];
        int filled = 0;
        for (int place = next(live, 0); place >= 0; place = next(live, place + 1)) {
            places[filled++] = place;
        }
        return new EligibleSet(group, places);
    }
}
