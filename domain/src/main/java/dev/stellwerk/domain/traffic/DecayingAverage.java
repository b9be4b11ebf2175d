package dev.stellwerk.domain.traffic;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An exponentially weighted average that many threads feed and read without a lock.
 *
 * <p>Each sample counts {@link #SAMPLE_WEIGHT}; the first one is taken as it is. The weight gives the last ten samples
 * about nine tenths of the say, the window the field is used to. Old knowledge fades with time as well, by half in about
 * seven seconds: what was slow a minute ago and is fast now need not prove it ten times over.
 */
final class DecayingAverage {
    private static final double SAMPLE_WEIGHT = 0.2;
    private static final double FADING_NANOS = 10e9;

    private record State(double value, double peak, long atNanos, long samples) {
        State with(double sample, long nowNanos) {
            double passed = Math.max(0, (double) (nowNanos - atNanos));
            // strict, so that a seed gives the same simulated run on every machine
            double weight = Math.max(SAMPLE_WEIGHT, 1 - StrictMath.exp(-passed / FADING_NANOS));
            return new State(
                    value + weight * (sample - value),
                    sample >= peak ? sample : peak + weight * (sample - peak),
                    nowNanos,
                    samples + 1);
        }
    }

    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    /** Adds one sample, in whatever unit the owner keeps; what is no finite number from 0 upwards teaches nothing. */
    public void add(double sample, long nowNanos) {
        if (!(sample >= 0 && sample < Double.POSITIVE_INFINITY)) {
            return;
        }
        state.updateAndGet(old -> old == null ? new State(sample, sample, nowNanos, 1) : old.with(sample, nowNanos));
    }

    /** The average, or -1 when nothing is known that is younger than {@code ageMaxNanos}. */
    public double value(long nowNanos, long ageMaxNanos) {
        State now = state.get();
        return now == null || nowNanos - now.atNanos > ageMaxNanos ? -1 : now.value;
    }

    /**
     * The average that jumps to every peak and comes down slowly, or -1 when nothing is known that is young enough
     * (the "peak EWMA" of Finagle's load balancers).
     */
    public double peak(long nowNanos, long ageMaxNanos) {
        State now = state.get();
        return now == null || nowNanos - now.atNanos > ageMaxNanos ? -1 : now.peak;
    }

    /** Samples taken so far. */
    public long samples() {
        State now = state.get();
        return now == null ? 0 : now.samples;
    }
}
