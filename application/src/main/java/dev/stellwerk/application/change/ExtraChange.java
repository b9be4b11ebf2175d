package dev.stellwerk.application.change;

import dev.stellwerk.domain.access.Metadata;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the fields that are kept and shown without being understood.
 *
 * @param values those that are set
 * @param cleared the names of those that go
 */
public record ExtraChange(Metadata values, Set<String> cleared) {
    public static final ExtraChange NONE = new ExtraChange(Metadata.NONE, Set.of());

    public ExtraChange {
        cleared = Set.copyOf(cleared);
    }

    Metadata after(Metadata now) {
        Metadata after = now;
        for (String name : cleared) {
            after = after.without(name);
        }
        for (String name : values.entries().keySet()) {
            @Nullable Object value = values.get(name);
            after = value == null ? after.without(name) : after.with(name, value);
        }
        return after;
    }
}
