package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.source.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/** Finds fallbacks that lead back to where they started. */
final class FallbackCycles {
    private static final int CHAIN_MAX = 1000;

    private final Map<String, List<Way>> ways = new LinkedHashMap<>();
    private final SequencedSet<String> open = new LinkedHashSet<>();
    private final Set<String> done = new HashSet<>();

    private record Way(String to, Value where) {}

    /** @param unchanged whether the target gets the request as it is; a changed one may go to the same group again */
    void add(String from, String to, boolean unchanged, Value where) {
        if (!from.equals(to)) {
            ways.computeIfAbsent(from, _ -> new ArrayList<>()).add(new Way(to, where));
        } else if (unchanged) {
            where.warning("is skipped: a group is no fallback of itself");
        }
    }

    /** Makes every way that closes a cycle an error finding. */
    void refuse() {
        List.copyOf(ways.keySet()).forEach(this::follow);
    }

    /** Each group is followed once. */
    private void follow(String group) {
        if (done.contains(group)) {
            return;
        }
        open.add(group);
        for (Way way : ways.getOrDefault(group, List.of())) {
            if (open.contains(way.to())) {
                var cycle =
                        open.stream().dropWhile(name -> !name.equals(way.to())).toList();
                way.where().error("fallback cycle: " + String.join(" -> ", cycle) + " -> " + way.to());
            } else if (open.size() == CHAIN_MAX) {
                way.where().error("ends a chain of more than " + CHAIN_MAX + " fallbacks");
            } else {
                follow(way.to());
            }
        }
        open.remove(group);
        done.add(group);
    }
}
