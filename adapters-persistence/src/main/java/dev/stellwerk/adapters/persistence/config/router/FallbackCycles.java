package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.source.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds groups that stand in for each other. That is a normal wish, as each group is tried once in a request, and worth
 * one warning for all groups that lead to each other.
 */
final class FallbackCycles {
    private static final int NAMES_SHOWN_MAX = 8;

    private final Map<String, List<Way>> ways = new LinkedHashMap<>();
    private final Map<String, List<String>> back = new HashMap<>();

    private record Way(String to, Value where) {}

    /** @param unchanged whether the target gets the request as it is; a changed one may go to the same group again */
    void add(String from, String to, boolean unchanged, Value where) {
        if (!from.equals(to)) {
            ways.computeIfAbsent(from, _ -> new ArrayList<>()).add(new Way(to, where));
            back.computeIfAbsent(to, _ -> new ArrayList<>()).add(from);
        } else if (unchanged) {
            where.warning("is skipped: a group is no fallback of itself");
        }
    }

    /** One warning for each set of groups that lead to each other, at the first of them. */
    void warn() {
        List<String> order = byEndOfVisit();
        var seen = new HashSet<String>();
        for (String last : order.reversed()) {
            Set<String> together = leadingTo(last, seen);
            if (together.size() > 1) {
                warn(together);
            }
        }
    }

    /** All groups, each after those it leads to, as far as there is no cycle. Without recursion: chains may be long. */
    private List<String> byEndOfVisit() {
        var order = new ArrayList<String>();
        var seen = new HashSet<String>();
        record Visit(String group, Deque<Way> left) {}
        for (String start : ways.keySet()) {
            var open = new ArrayDeque<Visit>();
            if (seen.add(start)) {
                open.push(new Visit(start, new ArrayDeque<>(ways.getOrDefault(start, List.of()))));
            }
            while (!open.isEmpty()) {
                Visit visit = open.element();
                Way way = visit.left.poll();
                if (way == null) {
                    order.add(visit.group);
                    open.pop();
                } else if (seen.add(way.to)) {
                    open.push(new Visit(way.to, new ArrayDeque<>(ways.getOrDefault(way.to, List.of()))));
                }
            }
        }
        return order;
    }

    private Set<String> leadingTo(String group, Set<String> seen) {
        var found = new HashSet<String>();
        var open = new ArrayDeque<String>(List.of(group));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                found.add(next);
                open.addAll(back.getOrDefault(next, List.of()));
            }
        }
        return found;
    }

    private void warn(Set<String> together) {
        String first =
                ways.keySet().stream().filter(together::contains).findFirst().orElseThrow();
        Way begin = ways.getOrDefault(first, List.of()).stream()
                .filter(way -> together.contains(way.to))
                .findFirst()
                .orElseThrow();
        List<String> ring = ring(first, begin);
        String shown = ring.stream().limit(NAMES_SHOWN_MAX).map(Value::shown).collect(Collectors.joining(" -> "));
        String more = ring.size() > NAMES_SHOWN_MAX ? " -> (" + (ring.size() - NAMES_SHOWN_MAX) + " more)" : "";
        begin.where.warning("fallback cycle: " + shown + more + " -> " + Value.shown(first)
                + "; each group is tried once in a request");
    }

    /** The shortest way from a group back to itself that begins with {@code begin}. */
    private List<String> ring(String first, Way begin) {
        var cameFrom = new HashMap<String, String>();
        var open = new ArrayDeque<String>(List.of(begin.to));
        cameFrom.put(begin.to, first);
        while (!cameFrom.containsKey(first)) {
            String group = open.remove();
            for (Way way : ways.getOrDefault(group, List.of())) {
                if (cameFrom.putIfAbsent(way.to, group) == null) {
                    open.add(way.to);
                }
            }
        }
        var ring = new ArrayList<String>();
        for (String at = cameFrom.get(first); !first.equals(at); at = cameFrom.get(at)) {
            ring.addFirst(at);
        }
        ring.addFirst(first);
        return ring;
    }
}
