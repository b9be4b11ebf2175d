package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.Latency;
import java.time.Duration;

/** An average that can be read and not fed. */
final class ReadLatency implements Latency {
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000L;

    private final DecayingAverage average;

    ReadLatency(DecayingAverage average) {
        this.average = average;
    }

    @Override
    public double average(Moment now, Duration ageMax) {
        return average.value(now.nanos(), nanos(ageMax));
    }

    @Override
    public double peak(Moment now, Duration ageMax) {
        return average.peak(now.nanos(), nanos(ageMax));
    }

    /** "For ever" is an age a plugin may well write down. */
    private static long nanos(Duration ageMax) {
        return ageMax.toSeconds() >= SECONDS_MAX ? Long.MAX_VALUE : ageMax.toNanos();
    }

    @Override
    public long samples() {
        return average.samples();
    }
}
