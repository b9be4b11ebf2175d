package dev.stellwerk.domain.pool;

import dev.stellwerk.domain.spi.routing.Stated;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a group uses of its limits. A small group is added up whenever somebody asks; a large one once a second,
 * so that its size does not show in the time a call takes. Safe for all threads.
 */
final class PoolMeter {
    private static final int SMALL = 32;
    private static final long READING_LIFE_NANOS = 1_000_000_000L;
    private static final PoolUsage NOTHING_STATED = new PoolUsage(0, 0, 0, 0);

    private final DeploymentTraffic[] traffic;
    private final int[] withRequests;
    private final int[] withTokens;
    private final long requestsStated;
    private final long tokensStated;
    private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

    private record Reading(PoolUsage usage, long minute, long atNanos) {}

    PoolMeter(PoolIndex index, DeploymentTraffic[] traffic) {
        this.traffic = traffic;
        double[] requests = index.figures(Stated.REQUESTS_PER_MINUTE);
        double[] tokens = index.figures(Stated.TOKENS_PER_MINUTE);
        withRequests = stating(requests);
        withTokens = stating(tokens);
        requestsStated = (long) Arrays.stream(requests).sum();
        tokensStated = (long) Arrays.stream(tokens).sum();
    }

    private static int[] stating(double[] figures) {
        return IntStream.range(0, figures.length)
                .filter(place -> figures[place] > 0)
                .toArray();
    }

    PoolUsage read(long minute, long nowNanos) {
        int members = withRequests.length + withTokens.length;
        if (members == 0) {
            return NOTHING_STATED;
        }
        if (members <= 2 * SMALL) {
            return sum(minute);
        }
        Reading known = last.get();
        if (known == null || known.minute != minute || nowNanos - known.atNanos >= READING_LIFE_NANOS) {
            known = new Reading(sum(minute), minute, nowNanos);
            last.set(known);
        }
        return known.usage;
    }

    private PoolUsage sum(long minute) {
        long requests = 0;
        for (int place : withRequests) {
            requests += traffic[place].requests(minute);
        }
        long tokens = 0;
        for (int place : withTokens) {
            tokens += traffic[place].tokens(minute);
        }
        return new PoolUsage(requestsStated, requests, tokensStated, tokens);
    }
}
