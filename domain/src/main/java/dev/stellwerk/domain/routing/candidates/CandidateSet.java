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
 * thousand costs little more than filtering ten. While nobody has left, the group's own index says who is in play.
 */
public final class CandidateSet implements Candidates {
    private static final long[] NO_WORDS = {};
    private static final int NOBODYS = -1;

    private final GroupView group;
    private final Places all;
    private final boolean calledById;
    private final boolean limitsHold;

    /** The first sixty-four in play. Most groups have no others, and then there is nothing to be copied. */
    private long first;

    /** All the others in play, sixty-four in each; null while they are the group's own. */
    private long @Nullable [] rest;

    private boolean nobodyLeft;
    private @Nullable Removal last;
    private List<String> stages = List.of();
    private int turn = NOBODYS;

    /** Some left at once; each knows the one before it. */
    public sealed interface Removal {}

    private record OfMany(
            long first,
            long[] rest,
            String stage,
            Reason why,
            @Nullable Removal before) implements Removal {
        boolean concerns(int place) {
            return (word(place >>> 6) & (1L << place)) != 0;
        }

        long word(int w) {
            return w == 0 ? first : rest[w - 1];
        }
    }

    private record OfOne(
            int left, String stage, Reason why, @Nullable Removal before) implements Removal {}

    /** Takes a place in the group and why the deployment there is out. */
    @FunctionalInterface
    public interface RejectedVisitor {
        void visit(int place, Rejection why);
    }

    private CandidateSet(GroupView group, boolean calledById, boolean limitsHold) {
        this.group = group;
        this.all = group.all();
        this.first = all.word(0);
        this.nobodyLeft = words() == 0;
        this.calledById = calledById;
        this.limitsHold = limitsHold;
    }

    /**
     * Every deployment of the group.
     *
     * @param limitsHold the strategy to come wants none that are at their limit
     */
    public static CandidateSet all(GroupView group, boolean limitsHold) {
        return new CandidateSet(group, false, limitsHold);
    }

    /** One deployment of the group, called by its id. */
    public static CandidateSet only(GroupView group, int place) {
        var only = new CandidateSet(group, true, false);
        only.first = 0;
        only.rest = only.words() > 1 ? new long[only.words() - 1] : NO_WORDS;
        only.give(place >>> 6, 1L << place);
        return only;
    }

    private int words() {
        return (all.groupSize() + Long.SIZE - 1) >>> 6;
    }

    /** Those in play among sixty-four. */
    private long word(int w) {
        if (w == 0) {
            return first;
        }
        long[] others = rest;
        return others == null ? all.word(w) : others[w - 1];
    }

    /** Takes some of sixty-four out of play. */
    private void take(int w, long leaving) {
        if (w == 0) {
            first &= ~leaving;
        } else {
            own()[w - 1] &= ~leaving;
        }
    }

    /** Brings some of sixty-four into play. */
    private void give(int w, long back) {
        if (w == 0) {
            first |= back;
        } else {
            own()[w - 1] |= back;
        }
    }

    /** All but the first sixty-four in play, to be changed. */
    private long[] own() {
        long[] others = rest;
        if (others == null) {
            others = words() > 1 ? new long[words() - 1] : NO_WORDS;
            for (int w = 0; w < others.length; w++) {
                others[w] = all.word(w + 1);
            }
            rest = others;
        }
        return others;
    }

    // ---- lent to one stage at a time

    /** Tells the stages to which it will be lent by their number in this list. */
    public void standBefore(List<String> names) {
        stages = names;
    }

    /** Lends it; what is removed from now on was removed by this stage. Tells what must be left when that is undone. */
    public @Nullable Removal lendTo(int stage) {
        turn = stage;
        return last;
    }

    /** Lends it to one stage by itself. */
    public @Nullable Removal lendTo(String stage) {
        standBefore(List.of(stage));
        return lendTo(0);
    }

    /** Takes it back: whoever still holds it can neither read nor remove any more. */
    public void takeBack() {
        turn = NOBODYS;
    }

    /** Undoes what the stage removed to which it was lent last. */
    @SuppressWarnings("ReferenceEquality") // this very removal ends the row, not one that looks the same
    public void undo(@Nullable Removal lastBefore) {
        while (last != null && last != lastBefore) {
            switch (last) {
                case OfOne one -> {
                    give(one.left >>> 6, 1L << one.left);
                    last = one.before;
                }
                case OfMany many -> {
                    for (int w = 0; w < words(); w++) {
                        give(w, many.word(w));
                    }
                    last = many.before;
                }
            }
        }
        nobodyLeft = noWordLeft();
    }

    private void checkLent() {
        if (turn == NOBODYS) {
            throw new IllegalStateException("candidates are lent for one call and must not be kept");
        }
    }

    private String holder() {
        return stages.get(turn);
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
        checkLent();
        return nobodyLeft();
    }

    @Override
    public int count() {
        checkLent();
        return left();
    }

    @Override
    public boolean inPlay(int place) {
        checkLent();
        return place >= 0 && place < group.size() && remains(place);
    }

    @Override
    public Places inPlay() {
        checkLent();
        return untouched() ? all : Places.ofWords(group.size(), this::word);
    }

    @Override
    public int next(int from) {
        checkLent();
        return from < 0 ? -1 : nextInPlay(from);
    }

    @Override
    public boolean anyDown(Places places) {
        checkLent();
        for (int place = places.next(0); place >= 0; place = places.next(place + 1)) {
            Rejection why = rejection(place);
            if (why != null && why.down()) {
                return true;
            }
        }
        return false;
    }

    @Override
    @SuppressWarnings(
            "ReferenceEquality") // everybody is mostly the group's own set, and then nobody is to be looked at
    public void keepOnly(Places fit, Reason why) {
        checkLent();
        check(fit, why);
        if (fit != all) {
            leave(fit, -1L, why);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // nobody is mostly the group's own set
    public void remove(Places unfit, Reason why) {
        checkLent();
        check(unfit, why);
        if (unfit != group.none()) {
            leave(unfit, 0, why);
        }
    }

    private void check(Places places, Reason why) {
        Rejection.check(why);
        if (places.groupSize() != group.size()) {
            throw new IllegalArgumentException(
                    "places of a group of " + places.groupSize() + ", not of " + group.size());
        }
    }

    /** @param flip all bits when those leave that are not among the places, none when those that are */
    private void leave(Places places, long flip, Reason why) {
        if (words() == 0) {
            return;
        }
        long leaving = first & (places.word(0) ^ flip);
        long anybody = leaving;
        for (int w = 1; w < words(); w++) {
            anybody |= word(w) & (places.word(w) ^ flip);
        }
        if (anybody == 0) {
            return;
        }
        first ^= leaving;
        long[] left = words() > 1 ? leaveRest(places, flip) : NO_WORDS;
        nobodyLeft = noWordLeft();
        last = new OfMany(leaving, left, holder(), why, last);
    }

    private long[] leaveRest(Places places, long flip) {
        long[] staying = own();
        var left = new long[staying.length];
        for (int w = 0; w < left.length; w++) {
            left[w] = staying[w] & (places.word(w + 1) ^ flip);
            staying[w] ^= left[w];
        }
        return left;
    }

    @Override
    public void remove(int place, Reason why) {
        checkLent();
        Rejection.check(why);
        if (place < 0 || place >= group.size()) {
            throw new IllegalArgumentException("there is no place " + place + " in a group of " + group.size());
        }
        if (remains(place)) {
            take(place >>> 6, 1L << place);
            nobodyLeft = noWordLeft();
            last = new OfOne(place, holder(), why, last);
        }
    }

    @Override
    public void forEachRemoved(RemovedVisitor visitor) {
        checkLent();
        forEachRejected((place, rejection) -> visitor.visit(place, rejection.why()));
    }

    private int nextInPlay(int from) {
        int w = from >>> 6;
        if (w >= words()) {
            return -1;
        }
        long bits = word(w) & (-1L << from);
        while (bits == 0) {
            if (++w == words()) {
                return -1;
            }
            bits = word(w);
        }
        return (w << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Whether all of the group are in play. */
    private boolean untouched() {
        return last == null && !calledById;
    }

    // ---- for the decision itself, whoever it is lent to

    /** Whether nobody is left. */
    public boolean nobodyLeft() {
        return nobodyLeft;
    }

    private boolean noWordLeft() {
        for (int w = 0; w < words(); w++) {
            if (word(w) != 0) {
                return false;
            }
        }
        return true;
    }

    private int left() {
        int count = 0;
        for (int w = 0; w < words(); w++) {
            count += Long.bitCount(word(w));
        }
        return count;
    }

    /** Whether the deployment at this place of the group is in play. */
    public boolean remains(int place) {
        return (word(place >>> 6) & (1L << place)) != 0;
    }

    /** Whether any of these is in play. */
    public boolean anyRemains(Places places) {
        for (int w = 0; w < words(); w++) {
            if ((word(w) & places.word(w)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Why the deployment at this place left, or null while it is in play or never was. */
    public @Nullable Rejection rejection(int place) {
        Removal removal = last;
        while (removal != null) {
            switch (removal) {
                case OfOne one -> {
                    if (one.left == place) {
                        return new Rejection(one.stage, one.why);
                    }
                    removal = one.before;
                }
                case OfMany many -> {
                    if (many.concerns(place)) {
                        return new Rejection(many.stage, many.why);
                    }
                    removal = many.before;
                }
            }
        }
        return null;
    }

    /** Shows every deployment that is out, in the order in which they left. */
    public void forEachRejected(RejectedVisitor visitor) {
        for (Removal removal : inOrder()) {
            switch (removal) {
                case OfOne one -> visitor.visit(one.left, new Rejection(one.stage, one.why));
                case OfMany many -> {
                    var why = new Rejection(many.stage, many.why);
                    for (int w = 0; w < words(); w++) {
                        for (long left = many.word(w); left != 0; left &= left - 1) {
                            visitor.visit((w << 6) + Long.numberOfTrailingZeros(left), why);
                        }
                    }
                }
            }
        }
    }

    private List<Removal> inOrder() {
        var removals = new ArrayList<Removal>();
        Removal removal = last;
        while (removal != null) {
            removals.add(removal);
            removal = switch (removal) {
                case OfOne one -> one.before;
                case OfMany many -> many.before;
            };
        }
        return removals.reversed();
    }

    /** Whether a deployment was a candidate at all; in a call by id only one is. */
    public boolean considered(int place) {
        return remains(place) || rejection(place) != null;
    }

    /** Those in play, for a strategy. */
    public EligibleSet eligible() {
        if (untouched()) {
            return new EligibleSet(group);
        }
        var places = new int[left()];
        int filled = 0;
        for (int w = 0; w < words(); w++) {
            for (long rest = word(w); rest != 0; rest &= rest - 1) {
                places[filled++] = (w << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return new EligibleSet(group, places);
    }
}
