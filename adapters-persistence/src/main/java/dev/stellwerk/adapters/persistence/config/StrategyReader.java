package dev.stellwerk.adapters.persistence.config;

import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration.StrategySpec;
import dev.stellwerk.domain.routing.RoutingSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Reads which strategy picks: for everything, and for single groups. */
final class StrategyReader {
    private static final String STRATEGY = "routing_strategy";
    private static final String ARGUMENTS = "routing_strategy_args";
    private static final String RESERVED = "default";

    private final Section router;
    private final Set<String> known;
    private final Set<String> modelNames;
    private final SequencedMap<String, StrategySpec> byKey = new LinkedHashMap<>();
    private final Map<String, String> keyByGroup = new HashMap<>();
    private final Set<String> groupNames = new HashSet<>();

    /**
     * @param known names of all strategies, those of plugins among them
     * @param modelNames every {@code model_name}
     */
    StrategyReader(Section router, Set<String> known, Set<String> modelNames) {
        this.router = router;
        this.known = known;
        this.modelNames = modelNames;
    }

    /**
     * The strategies as read.
     *
     * @param defaultKey the strategy for groups that {@code keyByGroup} does not name
     */
    record Reading(String defaultKey, Map<String, String> keyByGroup, List<StrategySpec> specs) {}

    Reading read() {
        String name = name(router);
        byKey.put(name, new StrategySpec(name, name, router.free(ARGUMENTS)));
        router.items("routing_groups").forEach(this::group);
        return new Reading(name, Map.copyOf(keyByGroup), List.copyOf(byKey.values()));
    }

    private String name(Section section) {
        Value value = section.get(STRATEGY);
        String name = value == null ? null : value.text();
        if (value == null || name == null) {
            return RoutingSettings.DEFAULT_STRATEGY;
        }
        if (!known.contains(name)) {
            value.error("unknown strategy '" + Value.shown(name) + "'" + NearestName.hint(name, known) + "; known are "
                    + String.join(", ", known.stream().sorted().toList()));
        }
        return name;
    }

    private void group(Value item) {
        Section group = item.section();
        String groupName = group.filledText("group_name");
        List<Value> members = group.items("models");
        String strategy = name(group);
        var spec = new StrategySpec(strategy, strategy, group.free(ARGUMENTS));
        group.reportOthers(Set.of(), Level.WARNING);
        if (groupName == null) {
            item.error("needs a group_name");
            return;
        }
        if (groupName.equals(RESERVED) || !groupNames.add(groupName)) {
            String problem = groupName.equals(RESERVED) ? "is reserved" : "is the name of two routing groups";
            item.error("'" + Value.shown(groupName) + "' " + problem);
            return;
        }
        String key = key(spec, groupName);
        members.forEach(member -> member(member, key));
    }

    /** Groups that do the same share a strategy. */
    private String key(StrategySpec spec, String groupName) {
        StrategySpec same = byKey.putIfAbsent(spec.key(), spec);
        if (same == null || same.arguments().equals(spec.arguments())) {
            return spec.key();
        }
        String key = spec.name() + "/" + groupName;
        byKey.put(key, new StrategySpec(key, spec.name(), spec.arguments()));
        return key;
    }

    private void member(Value member, String key) {
        String model = member.text();
        if (model == null) {
            return;
        }
        if (!modelNames.contains(model)) {
            member.warning("no model is called '" + Value.shown(model) + "'" + NearestName.hint(model, modelNames));
        }
        if (keyByGroup.putIfAbsent(model, key) != null) {
            member.error("'" + Value.shown(model) + "' is in two routing groups");
        }
    }
}
