package dev.stellwerk.plugins.builtin.filter;

/** Arithmetic of bit sets of one length. What comes first is changed and returned; what comes second is only read. */
final class Bits {
    private Bits() {}

    static long[] and(long[] bits, long[] others) {
        for (int w = 0; w < bits.length; w++) {
            bits[w] &= others[w];
        }
        return bits;
    }

    static long[] andNot(long[] bits, long[] others) {
        for (int w = 0; w < bits.length; w++) {
            bits[w] &= ~others[w];
        }
        return bits;
    }

    static long[] or(long[] bits, long[] others) {
        for (int w = 0; w < bits.length; w++) {
            bits[w] |= others[w];
        }
        return bits;
    }

    static boolean none(long[] bits) {
        for (long word : bits) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean intersect(long[] bits, long[] others) {
        for (int w = 0; w < bits.length; w++) {
            if ((bits[w] & others[w]) != 0) {
                return true;
            }
        }
        return false;
    }
}
