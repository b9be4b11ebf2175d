package dev.stellwerk.domain.access;

import dev.stellwerk.domain.region.Region;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A team: what its keys share.
 *
 * @param models what its keys may call; empty means everything
 * @param modelAliases names its keys send, and the models they stand for; null means none were ever set
 * @param regions where its requests may go; empty means anywhere
 * @param metadata JSON-shaped; {@code tags} and {@code allow_client_tags} have a meaning
 * @param routerSettings overrides of the router's settings, JSON-shaped; null means none
 * @param extra fields that are kept and shown, and mean nothing here
 */
public record Team(
        String id,
        @Nullable String alias,
        List<String> models,
        @Nullable Map<String, String> modelAliases,
        Set<Region> regions,
        Map<String, Object> metadata,
        @Nullable Map<String, Object> routerSettings,
        Limits limits,
        Budget budget,
        boolean blocked,
        Map<String, Object> extra,
        Instant createdAt,
        Instant updatedAt) {

    public Team {
        models = List.copyOf(models);
        modelAliases = modelAliases == null ? null : Map.copyOf(modelAliases);
        regions = Set.copyOf(regions);
    }

    /** The tags that are policy for every request of this team's keys. */
    public List<String> tags() {
        return Metadata.tags(metadata);
    }
}
