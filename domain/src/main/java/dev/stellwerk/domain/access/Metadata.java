package dev.stellwerk.domain.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people keep with a record, shaped as JSON: texts, numbers, booleans, null, lists and objects. It comes back as it
 * was given; {@code tags} and two switches in it have a meaning, and this type alone knows
 * what these entries are called. Immutable, all the way down.
 */
public final class Metadata {
    public static final Metadata NONE = new Metadata(Map.of());
    private static final String TAGS = "tags";
    private static final String CALLERS_MAY_TAG = "allow_client_tags";
    private static final String FALLBACKS_DISABLED = "disable_fallbacks";

    private final Map<String, @Nullable Object> entries;
    private final List<String> tags;

    private Metadata(Map<String, @Nullable Object> entries) {
        this.entries = entries;
        this.tags = entries.get(TAGS) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .distinct()
                        .toList()
                : List.of();
    }

    /** A copy of the entries. */
    public static Metadata of(Map<String, ? extends @Nullable Object> entries) {
        return entries.isEmpty() ? NONE : new Metadata(copy(entries));
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> entries) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        entries.forEach((name, value) -> all.put(String.valueOf(name), copy(value)));
        return Collections.unmodifiableMap(all);
    }

    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> copy(object);
            case List<?> list -> {
                var all = new ArrayList<@Nullable Object>(list.size());
                list.forEach(entry -> all.add(copy(entry)));
                yield Collections.unmodifiableList(all);
            }
            case null, default -> value;
        };
    }

    public Map<String, @Nullable Object> entries() {
        return entries;
    }

    /** The value of an entry; null also when there is no such entry. */
    public @Nullable Object get(String name) {
        return entries.get(name);
    }

    /** The strings under {@code tags}; anything else there counts as none. */
    public List<String> tags() {
        return tags;
    }

    /** Whether callers may tag their calls: true and false are said, null is not. */
    public @Nullable Boolean callersMayTag() {
        return entries.get(CALLERS_MAY_TAG) instanceof Boolean flag ? flag : null;
    }

    /** Whether calls stay in the group they name. */
    public boolean disablesFallbacks() {
        return Boolean.TRUE.equals(entries.get(FALLBACKS_DISABLED));
    }

    public Metadata with(String name, Object value) {
        var all = new LinkedHashMap<String, @Nullable Object>(entries);
        all.put(name, copy(value));
        return new Metadata(Collections.unmodifiableMap(all));
    }

    public Metadata without(String name) {
        if (!entries.containsKey(name)) {
            return this;
        }
        var rest = new LinkedHashMap<String, @Nullable Object>(entries);
        rest.remove(name);
        return of(rest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata metadata && metadata.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** Names no value: people keep secrets here. */
    @Override
    public String toString() {
        return "Metadata" + entries.keySet();
    }
}
