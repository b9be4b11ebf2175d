package dev.stellwerk.adapters.persistence.config.router;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.adapters.persistence.config.source.Variables;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Settings that may stand in {@code router_settings} or in {@code litellm_settings}; the former wins. Both are always
 * looked at, so that a mistake in either is found.
 */
public record Layers(Section router, Section litellm, Variables variables) {
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
        Integer count = count(variable);
        return count == null ? otherwise : count;
    }

    @Nullable
    public Integer count(String variable) {
        Value value = variables.of(variable);
        return value == null ? null : value.smallCount();
    }

    /** A default that an environment variable replaces. */
    public Duration seconds(String variable, Duration otherwise) {
        Value value = variables.of(variable);
        Duration seconds = value == null ? null : value.seconds();
        return seconds == null ? otherwise : seconds;
    }

    /** The list that counts under a key. */
    public List<Value> items(String key) {
        return holderOf(key).items(key);
    }
}
