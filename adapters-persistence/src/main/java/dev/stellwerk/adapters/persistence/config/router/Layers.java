package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.source.Content;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Settings that may stand in {@code router_settings} or in {@code litellm_settings}; the former wins. Both are always
 * looked at, so that a mistake in either is found.
 */
public record Layers(Section router, Section litellm, Environment environment, Findings findings) {
    public <T> @Nullable T first(String key, BiFunction<Section, String, @Nullable T> read) {
        T own = read.apply(router, key);
        T shared = read.apply(litellm, key);
        return own == null ? shared : own;
    }

    public <T> T first(String key, BiFunction<Section, String, @Nullable T> read, T otherwise) {
        T found = first(key, read);
        return found == null ? otherwise : found;
    }

    /** The section whose value of a key counts. */
    public Section holderOf(String key) {
        boolean shared = litellm.has(key);
        return router.has(key) || !shared ? router : litellm;
    }

    /** A default that an environment variable replaces. */
    public int count(String variable, int otherwise) {
        Integer count = variable(variable).smallCount();
        return count == null ? otherwise : count;
    }

    @Nullable
    public Integer count(String variable) {
        return variable(variable).smallCount();
    }

    /** A default that an environment variable replaces. */
    public Duration seconds(String variable, Duration otherwise) {
        Duration seconds = variable(variable).seconds();
        return seconds == null ? otherwise : seconds;
    }

    private Value variable(String variable) {
        String text = environment.get(variable);
        var content = new Content.Scalar(Place.ENVIRONMENT, text == null ? "" : text, false);
        return new Value(content, variable, new Scope(environment, findings));
    }

    /** The list that counts under a key. */
    public List<Value> items(String key) {
        return holderOf(key).items(key);
    }
}
