package dev.stellwerk.adapters.persistence.config.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables, with those of the configuration file laid over them. A blank variable counts as unset. */
public final class Environment {
    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** This environment with further variables that win over those it has. */
    public Environment with(Map<String, String> further) {
        var both = new HashMap<>(variables);
        both.putAll(further);
        return new Environment(both);
    }

    @Nullable
    public String get(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** The first of these that is set. */
    @Nullable
    public String first(List<String> names) {
        for (String name : names) {
            String value = get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
