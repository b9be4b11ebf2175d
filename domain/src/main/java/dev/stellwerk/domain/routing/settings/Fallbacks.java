package dev.stellwerk.domain.routing.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configured fallbacks of one kind: for each group its targets, in order.
 *
 * @param byGroup the key {@code *} stands for every group without an entry of its own
 */
public record Fallbacks(Map<String, List<FallbackTarget>> byGroup) {
    public static final Fallbacks NONE = new Fallbacks(Map.of());

    public Fallbacks {
        var copy = new HashMap<String, List<FallbackTarget>>();
        byGroup.forEach((group, targets) -> copy.put(group, List.copyOf(targets)));
        byGroup = Map.copyOf(copy);
    }

    public boolean configured() {
        return !byGroup.isEmpty();
    }

    /**
     * The targets for a call of {@code requested} that led to {@code group}: by the name sent, by the group, by the
     * group without its provider, by {@code *}. Null when none of them has an entry.
     */
    public @Nullable List<FallbackTarget> of(String requested, String group) {
        for (String key : new String[] {requested, group, afterProvider(requested), afterProvider(group), "*"}) {
            List<FallbackTarget> targets = byGroup.get(key);
            if (targets != null) {
                return targets;
            }
        }
        return null;
    }

    private static String afterProvider(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
