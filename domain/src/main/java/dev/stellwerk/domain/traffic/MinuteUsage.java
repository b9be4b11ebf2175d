package dev.stellwerk.domain.traffic;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Requests and tokens of the current minute; an older minute counts as nothing. */
final class MinuteUsage {
    private static final class Counts {
        final long minute;
        final LongAdder requests = new LongAdder();
        final LongAdder tokens = new LongAdder();

        Counts(long minute) {
            this.minute = minute;
        }
    }

    private final AtomicReference<Counts> current = new AtomicReference<>(new Counts(Long.MIN_VALUE));

    void addRequests(long minute, long requests) {
        Counts counts = at(minute);
        if (counts.minute == minute) {
            counts.requests.add(requests);
        }
    }

    void addTokens(long minute, long tokens) {
        Counts counts = at(minute);
        if (counts.minute == minute) {
            counts.tokens.add(tokens);
        }
    }

    long requests(long minute) {
        Counts counts = counts();
        return counts.minute == minute ? counts.requests.sum() : 0;
    }

    long tokens(long minute) {
        Counts counts = counts();
        return counts.minute == minute ? counts.tokens.sum() : 0;
    }

    private Counts counts() {
        return Objects.requireNonNull(current.get());
    }

    /** The counts of this minute, or of a later one that has begun meanwhile: then this one counts for nothing. */
    private Counts at(long minute) {
        Counts counts = counts();
        while (counts.minute < minute) {
            current.compareAndSet(counts, new Counts(minute));
            counts = counts();
        }
        return counts;
    }
}
