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
    private final GroupView group;
    private final Places all;
    private final int words;
    private final boolean calledById;
    private final boolean limitsHold;
    private boolean nobodyLeft;
    private long @Nullable [] live;
    private @Nullable Removal last;
    private @Nullable String stage;

    /** Some left at once; each knows the one before it. */
    public sealed interface Removal {}

    private record OfMany(
            long[] left, String stage, Reason why, @Nullable Removal before) implements Removal {}

    private record OfOne(
            int left, String stage, Reason why, @Nullable Removal before) implements Removal {}

    /** Takes a place in the group and why the deployment there is out. */
    @FunctionalInterface
    public interface RejectedVisitor {
        void visit(int place, Rejection why);
    }

    private CandidateSet(GroupView group, long @Nullable [] live, boolean calledById, boolean limitsHold) {
        this.group = group;
        this.all = group.all();
        this.words = words(group);
        this.nobodyLeft = words == 0;
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
        return new CandidateSet(group, null, false, limitsHold);
    }

    /** One deployment of the group, called by its id. */
    public static CandidateSet only(GroupView group, int place) {
        var single = new long[words(group)];
        single[place >>> 6] |= 1L << place;
        return new CandidateSet(group, single, true, false);
    }

    private static int words(GroupView group) {
        return (group.size() + Long.SIZE - 1) / Long.SIZE;
    }

    /** Those in play among sixty-four. */
    private long word(int w) {
        long[] some = live;
        return some == null ? all.word(w) : some[w];
    }

    /** Those in play, to be changed. */
    private long[] own() {
        long[] some = live;
        if (some == null) {
            some = new long[words];
            for (int w = 0; w < some.length; w++) {
                some[w] = all.word(w);
            }
            live = some;
        }
        return some;
    }

    // ---- lent to one stage at a time

    /** Lends it; what is removed from now on was removed by this stage. Tells what must be left when that is undone. */
    public @Nullable Removal lendTo(String name) {
        stage = name;
        return last;
    }

    /** Takes it back: whoever still holds it can neither read nor remove any more. */
    public void takeBack() {
        stage = null;
    }

    /** Undoes what the stage removed to which it was lent last. */
    @SuppressWarnings("ReferenceEquality") // this very removal ends the row, not one that looks the same
    public void undo(@Nullable Removal lastBefore) {
        long[] back = own();
        while (last != null && last != lastBefore) {
            switch (last) {
                case OfOne one -> {
                    back[one.left >>> 6] |= 1L << one.left;
                    last = one.before;
                }
                case OfMany many -> {
                    for (int w = 0; w < back.length; w++) {
                        back[w] |= many.left[w];
                    }
                    last = many.before;
                }
            }
        }
        nobodyLeft = noWordLeft();
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
        long[] some = live;
        return some == null ? all : Places.ofWords(group.size(), w -> some[w]);
    }

    @Override
    public int next(int from) {
        lent();
        return from < 0 ? -1 : nextInPlay(from);
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
    @SuppressWarnings(
            "ReferenceEquality") // everybody is mostly the group's own set, and then nobody is to be looked at
    public void keepOnly(Places fit, Reason why) {
        String holder = lent();
        check(fit, why);
        if (fit != all) {
            leave(fit, -1L, holder, why);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // nobody is mostly the group's own set
    public void remove(Places unfit, Reason why) {
        String holder = lent();
        check(unfit, why);
        if (unfit != group.none()) {
            leave(unfit, 0, holder, why);
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
    private void leave(Places places, long flip, String holder, Reason why) {
        long anybody = 0;
        for (int w = 0; w < words; w++) {
            anybody |= word(w) & (places.word(w) ^ flip);
        }
        if (anybody == 0) {
            return;
        }
        long[] staying = own();
        var left = new long[words];
        long somebody = 0;
        for (int w = 0; w < words; w++) {
            long leaving = staying[w] & (places.word(w) ^ flip);
            left[w] = leaving;
            staying[w] ^= leaving;
            somebody |= staying[w];
        }
        nobodyLeft = somebody == 0;
        last = new OfMany(left, holder, why, last);
    }

    @Override
    public void remove(int place, Reason why) {
        String holder = lent();
        Rejection.check(why);
        if (place < 0 || place >= group.size()) {
            throw new IllegalArgumentException("there is no place " + place + " in a group of " + group.size());
        }
        if (remains(place)) {
            own()[place >>> 6] &= ~(1L << place);
            nobodyLeft = noWordLeft();
            last = new OfOne(place, holder, why, last);
        }
    }

    @Override
    public void forEachRemoved(RemovedVisitor visitor) {
        lent();
        forEachRejected((place, rejection) -> visitor.visit(place, rejection.why()));
    }

    private int nextInPlay(int from) {
        long[] some = live;
        return some == null ? all.next(from) : next(some, from);
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
        return nobodyLeft;
    }

    private boolean noWordLeft() {
        for (int w = 0; w < words; w++) {
            if (word(w) != 0) {
                return false;
            }
        }
        return true;
    }

    private int left() {
        int count = 0;
        for (int w = 0; w < words; w++) {
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
        for (int w = 0; w < words; w++) {
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
                    if ((many.left[place >>> 6] & (1L << place)) != 0) {
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
                    for (int place = next(many.left, 0); place >= 0; place = next(many.left, place + 1)) {
                        visitor.visit(place, why);
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
        if (last == null && !calledById) {
            return new EligibleSet(group);
        }
        var places = new int[left()];
        int filled = 0;
        for (int w = 0; w < words; w++) {
            for (long rest = word(w); rest != 0; rest &= rest - 1) {
                places[filled++] = (w << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return new EligibleSet(group, places);
    }
}
