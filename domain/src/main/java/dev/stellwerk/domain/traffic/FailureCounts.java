package dev.stellwerk.domain.traffic;

/** Outcomes of one deployment since the window's first; the window lives a minute. */
public record FailureCounts(long startedNanos, long successes, long failures) {
    static final long LIFE_NANOS = 60_000_000_000L;

    static FailureCounts none(long nowNanos) {
        return new FailureCounts(nowNanos, 0, 0);
    }

    boolean over(long nowNanos) {
        return nowNanos - startedNanos >= LIFE_NANOS;
    }

    public long total() {
        return successes + failures;
    }

    /** From 0 to 1; 0 when nothing happened. */
    public double failureRate() {
        return total() == 0 ? 0 : (double) failures / total();
    }

    FailureCounts plusSuccess() {
        return new FailureCounts(startedNanos, successes + 1, failures);
    }

    FailureCounts plusFailure() {
        return new FailureCounts(startedNanos, successes, failures + 1);
    }
}
