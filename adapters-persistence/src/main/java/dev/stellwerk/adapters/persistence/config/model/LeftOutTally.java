package dev.stellwerk.adapters.persistence.config.model;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The deployments that were left out, by what was to blame: a provider's name, mostly. */
final class LeftOutTally {
    private final Map<String, Integer> byCause = new LinkedHashMap<>();

    void add(String cause) {
        byCause.merge(cause, 1, Integer::sum);
    }

    int count() {
        return byCause.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** {@code nosuch (2), elsewhere (1)}, the most frequent first. */
    String summary() {
        return byCause.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(cause -> cause.getKey() + " (" + cause.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
