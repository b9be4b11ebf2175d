package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.model.ModelNames;
import dev.stellwerk.adapters.persistence.config.source.FreeValues;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads fallbacks: a list of maps with one group each and its targets. Targets that lead nowhere are skipped. */
public final class FallbackReader {
    private static final String ANY = "*";

    private final Layers layers;
    private final ModelNames names;
    private final Map<String, Alias> aliases;

    public FallbackReader(Layers layers, ModelNames names, Map<String, Alias> aliases) {
        this.layers = layers;
        this.names = names;
        this.aliases = aliases;
    }

    /** A target as written, to say where it stands. */
    private record Target(FallbackTarget target, Value where) {}

    public Fallbacks withDefaults() {
        var byGroup = targets("fallbacks");
        List<Target> defaults = targets(layers.holderOf("default_fallbacks").get("default_fallbacks"));
        if (!defaults.isEmpty()) {
            byGroup.computeIfAbsent(ANY, _ -> new ArrayList<>()).addAll(defaults);
        }
        return fallbacks(byGroup);
    }

    public Fallbacks read(String key) {
        return fallbacks(targets(key));
    }

    private static Fallbacks fallbacks(Map<String, List<Target>> byGroup) {
        var plain = new HashMap<String, List<FallbackTarget>>();
        byGroup.forEach((group, targets) ->
                plain.put(group, targets.stream().map(Target::target).toList()));
        return new Fallbacks(plain);
    }

    private SequencedMap<String, List<Target>> targets(String key) {
        var byGroup = new LinkedHashMap<String, List<Target>>();
        for (Value item : layers.items(key)) {
            Map<String, Value> entry = item.entries();
            if (item.isMap() && entry.size() != 1) {
                item.error("must name exactly one group, not " + entry.size());
                continue;
            }
            entry.forEach((group, targets) -> entry(byGroup, item, group, targets));
        }
        warnOfCycles(byGroup);
        return byGroup;
    }

    private void entry(Map<String, List<Target>> byGroup, Value item, String group, Value targets) {
        if (!group.equals(ANY) && !known(group)) {
            item.warning("no model is called '" + Value.shown(group) + "'" + names.hint(group));
        }
        List<Target> read = targets(targets);
        if (byGroup.putIfAbsent(group, new ArrayList<>(read)) != null) {
            item.warning("has no effect: '" + Value.shown(group) + "' has an entry already, and the first counts");
        }
    }

    /** A key without its provider's prefix stands for the name with it. */
    private boolean known(String group) {
        return names.isGroup(group)
                || names.leadSomewhere(group)
                || aliases.containsKey(group)
                || names.leadSomewhereBehindProvider(group);
    }

    /** The targets that somebody is called by; one warning for all the others of a list. */
    private List<Target> targets(@Nullable Value list) {
        var targets = new ArrayList<Target>();
        var lost = new ArrayList<Target>();
        for (Value item : list == null ? List.<Value>of() : list.items()) {
            FallbackTarget target = item.isMap() ? detailed(item.section()) : plain(item);
            if (target != null) {
                boolean leads = target.model() == null || names.leadSomewhere(target.model());
                (leads ? targets : lost).add(new Target(target, item));
            }
        }
        if (!lost.isEmpty()) {
            String causes = lost.stream().map(this::cause).distinct().collect(Collectors.joining("; "));
            lost.getFirst().where.warning("is skipped: " + causes);
        }
        return targets;
    }

    private String cause(Target lost) {
        String model = Objects.requireNonNull(lost.target.model());
        return names.isGroup(model)
                ? "every deployment of '" + Value.shown(model) + "' was left out"
                : "no model is called '" + Value.shown(model) + "'" + names.hint(model);
    }

    private static @Nullable FallbackTarget plain(Value item) {
        String model = item.filledText("must name a model, or be a map with a model and what else to change");
        return model == null ? null : FallbackTarget.to(model);
    }

    private static FallbackTarget detailed(Section target) {
        String model = target.filledText("model");
        var overrides = new LinkedHashMap<String, @Nullable Object>();
        target.all().forEach((key, value) -> {
            if (!key.equals("model")) {
                overrides.put(key, value.free());
            }
        });
        return new FallbackTarget(model, FreeValues.withoutNulls(overrides));
    }

    private void warnOfCycles(Map<String, List<Target>> byGroup) {
        var ways = new FallbackCycles();
        byGroup.forEach((group, targets) -> targets.forEach(target -> {
            String model = target.target().model();
            if (model != null) {
                boolean unchanged = target.target().overrides().isEmpty();
                ways.add(groupOf(group), groupOf(model), unchanged, target.where());
            }
        }));
        ways.warn();
    }

    private String groupOf(String model) {
        Alias alias = aliases.get(model);
        return alias == null ? model : alias.target();
    }
}
