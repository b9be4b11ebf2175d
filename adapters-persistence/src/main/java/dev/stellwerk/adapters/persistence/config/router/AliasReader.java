package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.model.ModelNames;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.catalog.Alias;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Reads other names for models. */
public final class AliasReader {
    private final ModelNames names;

    public AliasReader(ModelNames names) {
        this.names = names;
    }

    /** {@code model_group_alias}: a target, or a map of it and {@code hidden}. */
    public SequencedMap<String, Alias> groupAliases(Section router) {
        Map<String, Value> written = router.section("model_group_alias").all();
        var aliases = new LinkedHashMap<String, Alias>();
        written.forEach((name, value) -> {
            if (value.isMap()) {
                Section detail = value.section();
                Value target = detail.get("model");
                boolean hidden = detail.flag("hidden", false);
                detail.reportOthers(Level.WARNING);
                if (target == null) {
                    value.error("needs a model");
                } else {
                    add(aliases, written.keySet(), name, target, hidden);
                }
            } else {
                add(aliases, written.keySet(), name, value, false);
            }
        });
        return aliases;
    }

    private void add(Map<String, Alias> aliases, Set<String> all, String name, Value value, boolean hidden) {
        String target = value.filledText("must name a model group");
        if (target == null) {
            return;
        }
        if (target.equals(name)) {
            value.warning("has no effect: a name need not be an alias of itself");
        } else if (all.contains(target)) {
            value.error("'" + Value.shown(target) + "' is itself an alias; an alias must name a model group");
        } else if (leads(value, target)) {
            aliases.put(name, new Alias(name, target, hidden));
        }
    }

    /** {@code model_alias_map}: renames for everybody, before anything else. */
    public Map<String, String> modelAliases(Section litellm) {
        var aliases = new LinkedHashMap<String, String>();
        litellm.section("model_alias_map").all().forEach((name, value) -> {
            String target = value.text();
            if (target != null && leads(value, target)) {
                aliases.put(name, target);
            }
        });
        return aliases;
    }

    private boolean leads(Value value, String target) {
        boolean leads = names.leadSomewhere(target);
        if (!leads && names.isGroup(target)) {
            value.warning("has no effect: every deployment of '" + Value.shown(target) + "' was left out");
        } else if (!leads) {
            value.error("no model is called '" + Value.shown(target) + "'" + names.hint(target));
        }
        return leads;
    }
}
