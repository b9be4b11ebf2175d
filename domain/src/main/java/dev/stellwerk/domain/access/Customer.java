package dev.stellwerk.domain.access;

import dev.stellwerk.domain.region.Region;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A customer of an application, known by the id that the application sends in {@code user}.
 *
 * @param regions where its requests may go; empty means anywhere
 * @param defaultModel tried, inside the region, when the region leaves nothing of the group asked for
 * @param extra fields that are kept and shown, and mean nothing here
 */
public record Customer(
        String id,
        @Nullable String alias,
        Set<Region> regions,
        @Nullable String defaultModel,
        Limits limits,
        Budget budget,
        boolean blocked,
        Map<String, Object> extra,
        Instant createdAt,
        Instant updatedAt) {

    public Customer {
        regions = Set.copyOf(regions);
    }
}
