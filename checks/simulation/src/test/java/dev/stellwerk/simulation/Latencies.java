package dev.stellwerk.simulation;

/** Times in buckets of about one per cent, from a microsecond to hours: exact counts, small and deterministic. */
final class Latencies {
    private static final int PER_DOUBLING = 64;
    private static final int DOUBLINGS = 34;

    private final long[] counts = new long[PER_DOUBLING * DOUBLINGS];
    private long total;

    void add(long nanos) {
        double doublings = StrictMath.log(Math.max(1, (double) nanos / 1000)) / StrictMath.log(2);
        counts[Math.min(counts.length - 1, (int) (doublings * PER_DOUBLING))]++;
        total++;
    }

    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    long count() {
        return total;
    }

    /** In milliseconds; 0 when nothing was added. */
    double quantile(double share) {
        long wanted = (long) Math.ceil(share * (double) total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return StrictMath.pow(2, (i + 0.5) / PER_DOUBLING) / 1000;
            }
        }
        return 0;
    }
}
