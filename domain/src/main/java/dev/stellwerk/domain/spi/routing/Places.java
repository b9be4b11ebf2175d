package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Stable;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * Some places of a model group: a set of numbers from 0 to the group's size less 1. Immutable, so that a group may hand
 * out its own index; no operation changes the sets it is given. A place is a deployment's position in the configuration.
 */
@Stable(since = "1.0")
public final class Places {
    private final long[] words;
    private final int size;

    private Places(long[] words, int size) {
        this.words = words;
        this.size = size;
    }

    /** No place of a group of this size. */
    public static Places none(int size) {
        return new Places(new long[wordsOf(size)], size);
    }

    /**
     * Places of a group of this size, sixty-four at a time: how sets are combined that are too large to go through one
     * by one. Bit {@code b} of word {@code w} stands for the place {@code 64 w + b}; bits beyond the size are left out.
     */
    public static Places ofWords(int size, IntToLongFunction words) {
        var copy = new long[wordsOf(size)];
        for (int w = 0; w < copy.length; w++) {
            copy[w] = words.applyAsLong(w);
        }
        int beyond = copy.length * Long.SIZE - size;
        if (beyond > 0) {
            copy[copy.length - 1] &= -1L >>> beyond;
        }
        return new Places(copy, size);
    }

    private static int wordsOf(int size) {
        return (size + Long.SIZE - 1) / Long.SIZE;
    }

    /** Those places of a group of this size for which the test holds; each is asked once, in order. */
    public static Places where(int size, IntPredicate test) {
        var words = new long[wordsOf(size)];
        for (int place = 0; place < size; place++) {
            if (test.test(place)) {
                words[place >>> 6] |= 1L << place;
            }
        }
        return new Places(words, size);
    }

    /** All places of a group of this size. */
    public static Places all(int size) {
        return ofWords(size, _ -> -1L);
    }

    /** The size of the group whose places these are. */
    public int groupSize() {
        return size;
    }

    /** Sixty-four places at once, see {@link #ofWords}. */
    public long word(int w) {
        return words[w];
    }

    public boolean contains(int place) {
        return place >= 0 && place < size && (words[place >>> 6] & (1L << place)) != 0;
    }

    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The first place of the set at or after {@code from}, or -1. Loops over all: {@code place = next(place + 1)}. */
    public int next(int from) {
        int word = from >>> 6;
        if (from < 0 || word >= words.length) {
            return -1;
        }
        long rest = words[word] & (-1L << from);
        while (rest == 0) {
            if (++word == words.length) {
                return -1;
            }
            rest = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** Those in both. */
    public Places and(Places others) {
        if (isWithin(others)) {
            return this;
        }
        long[] result = own(others);
        for (int w = 0; w < result.length; w++) {
            result[w] &= others.words[w];
        }
        return new Places(result, size);
    }

    /** Those in either. */
    public Places or(Places others) {
        long[] result = own(others);
        for (int w = 0; w < result.length; w++) {
            result[w] |= others.words[w];
        }
        return new Places(result, size);
    }

    /** Those not in the other. */
    public Places without(Places others) {
        long[] result = own(others);
        for (int w = 0; w < result.length; w++) {
            result[w] &= ~others.words[w];
        }
        return new Places(result, size);
    }

    /** Those in both, one by one asked whether the test holds. */
    public Places and(IntPredicate test) {
        var result = new long[words.length];
        for (int place = next(0); place >= 0; place = next(place + 1)) {
            if (test.test(place)) {
                result[place >>> 6] |= 1L << place;
            }
        }
        return new Places(result, size);
    }

    public boolean intersects(Places others) {
        check(others);
        for (int w = 0; w < words.length; w++) {
            if ((words[w] & others.words[w]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the other holds each of these. */
    public boolean isWithin(Places others) {
        check(others);
        for (int w = 0; w < words.length; w++) {
            if ((words[w] & ~others.words[w]) != 0) {
                return false;
            }
        }
        return true;
    }

    private long[] own(Places others) {
        check(others);
        return words.clone();
    }

    private void check(Places others) {
        if (others.size != size) {
            throw new IllegalArgumentException("places of a group of " + others.size + ", not of " + size);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Places places && places.size == size && Arrays.equals(places.words, words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        for (int place = next(0); place >= 0; place = next(place + 1)) {
            text.append(text.length() > 1 ? ", " : "").append(place);
        }
        return text.append('}').toString();
    }
}
