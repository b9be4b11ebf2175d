package dev.stellwerk.domain.deployment;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may see a deployment at all.
 *
 * @param teamId only this team; null means everybody
 * @param teamPublicName the name under which that team calls it
 * @param accessGroups names by which keys and teams are granted it
 */
public record Visibility(@Nullable String teamId, @Nullable String teamPublicName, Set<String> accessGroups) {
    public static final Visibility EVERYBODY = new Visibility(null, null, Set.of());

    public Visibility {
        accessGroups = Set.copyOf(accessGroups);
    }

    /** Whether a caller of this team, or of none, may know of it. */
    public boolean openTo(@Nullable String caller) {
        return teamId == null || teamId.equals(caller);
    }
}
