package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.model.ModelNames;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.adapters.persistence.config.stellwerk.PluginSettings;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration.StrategySpec;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.domain.catalog.RoutingGroup;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/** Reads which strategy picks: for everything, and for single groups. */
public final class StrategyReader {
    private static final String STRATEGY = "routing_strategy";
    private static final String ARGUMENTS = "routing_strategy_args";
    private static final String NAME = "group_name";
    private static final String ALIASES = "model_group_alias";
    private static final String RESERVED = "default";

    private final Section router;
    private final PluginJudge plugins;
    private final PluginSettings settings;
    private final ModelNames names;
    private final SequencedMap<String, StrategySpec> byKey = new LinkedHashMap<>();
    private final Map<String, String> keyByMember = new HashMap<>();
    private final Map<String, String> keyByName = new HashMap<>();
    private final Set<String> groupNames = new HashSet<>();
    private final List<RoutingGroup> callable = new ArrayList<>();

    /** @param names what groups may consist of */
    public StrategyReader(Section router, PluginJudge plugins, PluginSettings settings, ModelNames names) {
        this.router = router;
        this.plugins = plugins;
        this.settings = settings;
        this.names = names;
    }

    /**
     * The strategies as read.
     *
     * @param defaultKey the strategy for groups that {@code keyByGroup} does not name
     * @param routingGroups those that can be called by their own name
     */
    public record Reading(
            String defaultKey,
            Map<String, String> keyByGroup,
            List<StrategySpec> specs,
            List<RoutingGroup> routingGroups) {}

    public Reading read() {
        String name = name(router);
        byKey.put(name, spec(name, router));
        router.items("routing_groups").forEach(this::group);
        keyByMember.putAll(keyByName);
        return new Reading(name, Map.copyOf(keyByMember), List.copyOf(byKey.values()), List.copyOf(callable));
    }

    private String name(Section section) {
        Value value = section.get(STRATEGY);
        String name = value == null ? null : value.text();
        if (value == null || name == null) {
            return RoutingSettings.DEFAULT_STRATEGY;
        }
        Set<String> known = plugins.strategies();
        if (!known.contains(name)) {
            value.error("unknown strategy '" + Value.shown(name) + "'" + NearestName.hint(name, known) + "; known are "
                    + String.join(", ", known.stream().sorted().toList()));
        }
        return name;
    }

    /** A strategy with its arguments, which it has looked at itself. */
    private StrategySpec spec(String name, Section section) {
        var spec = new StrategySpec(name, name, section.free(ARGUMENTS));
        if (plugins.strategies().contains(name)) {
            for (PluginJudge.Fault fault : plugins.faultsOfStrategy(name, settings.byId(), spec.arguments())) {
                judge(fault, section);
            }
        }
        return spec;
    }

    /** A setting is wrong where it stands: among the arguments of this use, or below the plugin's id. */
    private void judge(PluginJudge.Fault fault, Section section) {
        Section arguments = section.section(ARGUMENTS);
        switch (fault) {
            case PluginJudge.Fault.OfSetting setting
            when arguments.has(PluginSettings.outermost(setting.key())) ->
                arguments.report(PluginSettings.outermost(setting.key()), Level.ERROR, setting.message());
            case PluginJudge.Fault.OfSetting setting ->
                settings.refuse(setting.pluginId(), setting.key(), setting.message());
            case PluginJudge.Fault.OfPlugin(String message) -> section.report(STRATEGY, Level.ERROR, message);
            case PluginJudge.Fault.OfPin pin -> throw new IllegalStateException("a strategy has no pin " + pin.entry());
        }
    }

    private void group(Value item) {
        Section group = item.section();
        String groupName = group.filledText(NAME);
        List<Value> members = group.items("models");
        String strategy = name(group);
        StrategySpec spec = spec(strategy, group);
        group.reportOthers(Level.WARNING);
        if (groupName == null) {
            if (item.isMap()) {
                item.error("needs a group_name");
            }
            return;
        }
        if (groupName.equals(RESERVED) || !groupNames.add(groupName)) {
            String problem = groupName.equals(RESERVED) ? "is reserved" : "is the name of two routing groups";
            item.error("'" + Value.shown(groupName) + "' " + problem);
            return;
        }
        String key = key(spec, groupName);
        List<String> models =
                members.stream().map(Value::text).filter(Objects::nonNull).toList();
        members.forEach(member -> member(member, key));
        Value name = group.get(NAME);
        if (name != null && callable(groupName, models, name)) {
            keyByName.put(groupName, key);
            callable.add(new RoutingGroup(groupName, models));
        }
    }

    private boolean callable(String groupName, List<String> models, Value where) {
        boolean isModel = names.isGroup(groupName);
        if (isModel || router.section(ALIASES).all().containsKey(groupName)) {
            where.warning("cannot be called by its name, which is also that of " + (isModel ? "a model" : "an alias"));
            return false;
        }
        if (models.stream().noneMatch(names::isServed)) {
            where.warning("calls of it are refused: no model in it has a deployment");
        }
        return true;
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
        if (!names.isGroup(model) && !names.matchesPattern(model)) {
            member.warning("no model is called '" + Value.shown(model) + "'" + names.hint(model));
        } else if (model.indexOf('*') >= 0 || !names.isGroup(model)) {
            member.warning("has the strategy of this group, but is not called by the group's name: '"
                    + Value.shown(model) + "' is " + (names.isGroup(model) ? "a pattern" : "known by a pattern only"));
        }
        if (keyByMember.putIfAbsent(model, key) != null) {
            member.error("'" + Value.shown(model) + "' is in two routing groups");
        }
    }
}
