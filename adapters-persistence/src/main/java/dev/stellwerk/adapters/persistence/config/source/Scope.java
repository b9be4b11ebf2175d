package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import org.jspecify.annotations.Nullable;

/** What reading a value needs besides the value. */
public record Scope(Environment environment, Findings findings, UnsetRule unset) {
    /** What an unset variable means here. */
    @FunctionalInterface
    public interface UnsetRule {
        /** Most settings then count as absent, which is worth a warning. */
        UnsetRule WARNING = (findings, place, path, variable) ->
                findings.warning(place, path, "environment variable " + variable + " is not set; counts as absent");

        /** Without some settings the gateway would be another one than was meant. */
        UnsetRule ERROR = (findings, place, path, variable) ->
                findings.error(place, path, "environment variable " + variable + " is not set");

        void unset(Findings findings, Place place, String path, String variable);
    }

    public Scope(Environment environment, Findings findings) {
        this(environment, findings, UnsetRule.WARNING);
    }

    public Scope withUnset(UnsetRule rule) {
        return new Scope(environment, findings, rule);
    }

    /** The variable's value; null when it is unset, which is then a finding. */
    @Nullable
    public String lookUp(String variable, Place place, String path) {
        String value = environment.get(variable);
        if (value == null) {
            unset.unset(findings, place, path, variable);
        }
        return value;
    }
}
