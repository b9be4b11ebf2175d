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
    private static final long[] NO_WORDS = {};

    /** The first sixty-four. Most groups have no others, and are then asked and combined without a loop. */
    private final long first;

    /** All the others, sixty-four in each. */
    private final long[] rest;

    private final int size;

    private Places(long first, long[] rest, int size) {
        this.first = first;
        this.rest = rest;
        this.size = size;
    }

    /** No place of a group of this size. */
    public static Places none(int size) {
        return new Places(0, wordsBeyondFirst(size), size);
    }

    /**
     * Places of a group of this size, sixty-four at a time: how sets are combined that are too large to go through one
     * by one. Bit {@code b} of word {@code w} stands for the place {@code 64 w + b}; bits beyond the size are left out.
     */
    public static Places ofWords(int size, IntToLongFunction words) {
        if (size <= Long.SIZE) {
            return new Places(size == 0 ? 0 : words.applyAsLong(0) & (-1L >>> -size), NO_WORDS, size);
        }
        long[] rest = wordsBeyondFirst(size);
        long first = words.applyAsLong(0);
        for (int w = 0; w < rest.length; w++) {
            rest[w] = words.applyAsLong(w + 1);
        }
        rest[rest.length - 1] &= -1L >>> -size;
        return new Places(first, rest, size);
    }

    private static long[] wordsBeyondFirst(int size) {
        return size <= Long.SIZE ? NO_WORDS : new long[(size - 1) / Long.SIZE];
    }

    /** Those places of a group of this size for which the test holds; each is asked once, in order. */
    public static Places where(int size, IntPredicate test) {
        return all(size).and(test);
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
        return w == 0 ? first : rest[w - 1];
    }

    public boolean contains(int place) {
        return place >= 0 && place < size && (word(place >>> 6) & (1L << place)) != 0;
    }

    public boolean isEmpty() {
        if (first != 0) {
            return false;
        }
        for (long word : rest) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    public int count() {
        int count = Long.bitCount(first);
        for (long word : rest) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The first place of the set at or after {@code from}, or -1. Loops over all: {@code place = next(place + 1)}. */
    public int next(int from) {
        int word = from >>> 6;
        if (from < 0 || word > rest.length) {
            return -1;
        }
        long bits = word(word) & (-1L << from);
        while (bits == 0) {
            if (word == rest.length) {
                return -1;
            }
            bits = rest[word++];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Those in both. */
    public Places and(Places others) {
        if (isWithin(others)) {
            return this;
        }
        long[] result = own();
        for (int w = 0; w < result.length; w++) {
            result[w] &= others.rest[w];
        }
        return new Places(first & others.first, result, size);
    }

    /** Those in either. */
    public Places or(Places others) {
        check(others);
        long[] result = own();
        for (int w = 0; w < result.length; w++) {
            result[w] |= others.rest[w];
        }
        return new Places(first | others.first, result, size);
    }

    /** Those not in the other. */
    public Places without(Places others) {
        check(others);
        long[] result = own();
        for (int w = 0; w < result.length; w++) {
            result[w] &= ~others.rest[w];
        }
        return new Places(first & ~others.first, result, size);
    }

    /** Those in both, one by one asked whether the test holds. */
    public Places and(IntPredicate test) {
        long head = 0;
        long[] tail = wordsBeyondFirst(size);
        for (int place = next(0); place >= 0; place = next(place + 1)) {
            if (test.test(place)) {
                if (place < Long.SIZE) {
                    head |= 1L << place;
                } else {
                    tail[(place >>> 6) - 1] |= 1L << place;
                }
            }
        }
        return new Places(head, tail, size);
    }

    public boolean intersects(Places others) {
        check(others);
        if ((first & others.first) != 0) {
            return true;
        }
        for (int w = 0; w < rest.length; w++) {
            if ((rest[w] & others.rest[w]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the other holds each of these. */
    public boolean isWithin(Places others) {
        check(others);
        if ((first & ~others.first) != 0) {
            return false;
        }
        for (int w = 0; w < rest.length; w++) {
            if ((rest[w] & ~others.rest[w]) != 0) {
                return false;
            }
        }
        return true;
    }

    private long[] own() {
        return rest.length == 0 ? NO_WORDS : rest.clone();
    }

    private void check(Places others) {
        if (others.size != size) {
            throw new IllegalArgumentException("places of a group of " + others.size + ", not of " + size);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Places places
                && places.size == size
                && places.first == first
                && Arrays.equals(places.rest, rest);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first) + 31 * Arrays.hashCode(rest);
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
