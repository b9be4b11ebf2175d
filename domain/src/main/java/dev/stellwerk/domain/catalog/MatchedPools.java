package dev.stellwerk.domain.catalog;

import dev.stellwerk.domain.pool.DeploymentPool;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The groups made for names that a pattern matched, so that a name in use is not worked out for every call.
 *
 * <p>Names are the callers' to make up. So there is a fixed number of places, each name has one, and a newcomer takes
 * it over; together they hold about {@value #DEPLOYMENTS_MAX} deployments at most. Safe for all threads, without a lock.
 */
final class MatchedPools {
    private static final int DEPLOYMENTS_MAX = 16_384;
    private static final int PLACES_MAX = 1_024;

    private final AtomicReferenceArray<@Nullable DeploymentPool> places;

    MatchedPools(List<DeploymentPool> patterns) {
        int largest = patterns.stream().mapToInt(DeploymentPool::size).max().orElse(DEPLOYMENTS_MAX);
        int affordable = DEPLOYMENTS_MAX / Math.max(1, largest);
        places = new AtomicReferenceArray<>(Integer.highestOneBit(Math.clamp(affordable, 1, PLACES_MAX)));
    }

    /** The group known under this name, or else the one made now; null when there is none. */
    @Nullable
    DeploymentPool of(String name, Supplier<@Nullable DeploymentPool> make) {
        int hash = name.hashCode();
        int place = (hash ^ hash >>> 16) & (places.length() - 1);
        DeploymentPool known = places.get(place);
        if (known != null && known.name().equals(name)) {
            return known;
        }
        DeploymentPool made = make.get();
        if (made != null) {
            places.set(place, made);
        }
        return made;
    }
}
