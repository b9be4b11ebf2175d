package dev.stellwerk.adapters.http.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Comparing stretches of bytes. */
final class ByteSearch {
    private ByteSearch() {}

    static boolean startsWith(byte[] bytes, int at, byte[] wanted) {
        if (bytes.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean startsWith(byte[] bytes, int at, char... wanted) {
        if (bytes.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether these letters stand anywhere in a range. Looks at few of its bytes: only at what could be their end. */
    static boolean contains(byte[] bytes, int from, int to, Skips wanted) {
        int last = wanted.letters.length - 1;
        for (int at = from + last; at < to; at += wanted.skip(bytes[at])) {
            if (bytes[at] == wanted.letters[last] && startsWith(bytes, at - last, wanted.letters)) {
                return true;
            }
        }
        return false;
    }

    /** What is searched for, and how far a search may go on at each letter that it meets. */
    static final class Skips {
        private final byte[] letters;
        private final byte[] steps = new byte[128];

        Skips(String ascii) {
            letters = ascii.getBytes(StandardCharsets.US_ASCII);
            Arrays.fill(steps, (byte) letters.length);
            for (int at = 0; at < letters.length - 1; at++) {
                steps[letters[at]] = (byte) (letters.length - 1 - at);
            }
        }

        private int skip(byte met) {
            return met < 0 ? letters.length : steps[met];
        }
    }
}
