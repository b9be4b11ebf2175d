package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.application.configuration.Finding.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of the configuration. It remembers which keys its readers asked for: those are the known ones, so that a key
 * cannot be read and yet be reported as unknown, or the other way round.
 */
public final class Section {
    private final String path;
    private final Content.Fields content;
    private final Scope scope;
    private final Set<String> asked = new LinkedHashSet<>();

    public Section(Content.Fields content, String path, Scope scope) {
        this.content = content;
        this.path = path;
        this.scope = scope;
    }

    public static Section empty(Place place, String path, Scope scope) {
        return new Section(new Content.Fields(place, new LinkedHashMap<>()), path, scope);
    }

    public static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public String path() {
        return path;
    }

    public Place place() {
        return content.place();
    }

    public Content.Fields content() {
        return content;
    }

    public Scope scope() {
        return scope;
    }

    public Section withUnset(Scope.UnsetRule rule) {
        return new Section(content, path, scope.withUnset(rule));
    }

    public boolean isEmpty() {
        return content.fields().isEmpty();
    }

    /** What stands under a key; null when nothing or null does. */
    @Nullable
    public Value get(String key) {
        asked.add(key);
        Value value = written(key);
        return value == null || value.isNull() ? null : value;
    }

    private @Nullable Value written(String key) {
        Content.Field field = content.fields().get(key);
        return field == null ? null : new Value(field.value(), join(path, key), scope);
    }

    /** Everything, for maps whose keys are the user's own; nulls included. */
    public Map<String, Value> all() {
        var all = new LinkedHashMap<String, Value>();
        content.fields().forEach((key, field) -> all.put(key, new Value(field.value(), join(path, key), scope)));
        return all;
    }

    public boolean has(String key) {
        return get(key) != null;
    }

    @Nullable
    public String text(String key) {
        Value value = get(key);
        return value == null ? null : value.text();
    }

    /** Text that is more than blanks; blank text counts as absent. */
    @Nullable
    public String filledText(String key) {
        String text = text(key);
        return text == null || text.isBlank() ? null : text;
    }

    @Nullable
    public Boolean flag(String key) {
        Value value = get(key);
        return value == null ? null : value.flag();
    }

    public boolean flag(String key, boolean otherwise) {
        Boolean flag = flag(key);
        return flag == null ? otherwise : flag;
    }

    @Nullable
    public BigDecimal amount(String key) {
        Value value = get(key);
        return value == null ? null : value.amount();
    }

    @Nullable
    public Long count(String key) {
        Value value = get(key);
        return value == null ? null : value.count();
    }

    @Nullable
    public Integer smallCount(String key) {
        Value value = get(key);
        return value == null ? null : value.smallCount();
    }

    @Nullable
    public Duration seconds(String key) {
        Value value = get(key);
        return value == null ? null : value.seconds();
    }

    @Nullable
    public Duration bound(String key) {
        Value value = get(key);
        return value == null ? null : value.bound();
    }

    @Nullable
    public Duration period(String key) {
        Value value = get(key);
        return value == null ? null : value.period();
    }

    public List<String> texts(String key) {
        Value value = get(key);
        return value == null ? List.of() : value.texts();
    }

    public List<String> textOrTexts(String key) {
        Value value = get(key);
        return value == null ? List.of() : value.textOrTexts();
    }

    public List<Value> items(String key) {
        Value value = get(key);
        return value == null ? List.of() : value.items();
    }

    public Section section(String key) {
        Value value = get(key);
        return value == null ? empty(content.place(), join(path, key), scope) : value.section();
    }

    /** A map as data; empty when there is none. */
    public Map<String, Object> free(String key) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        section(key).all().forEach((name, value) -> data.put(name, value.free()));
        return FreeValues.withoutNulls(data);
    }

    /** The keys that nobody asked for. */
    public Set<String> others() {
        var others = new LinkedHashSet<>(content.fields().keySet());
        others.removeAll(asked);
        return others;
    }

    /** The keys that somebody asked for, whether they were there or not. */
    public Set<String> asked() {
        return asked;
    }

    /** Reports the map as a whole. */
    public void warning(String message) {
        scope.findings().warning(place(), path, message);
    }

    /** Refuses a key that restricts and is not enforced. */
    public void notEnforced(String key) {
        scope.findings().notEnforced(placeOf(key), join(path, key));
    }

    private Place placeOf(String key) {
        Content.Field field = content.fields().get(key);
        return field == null ? place() : field.place();
    }

    /** Reports a key at its own place, not at its value's. */
    public void report(String key, Level level, String message) {
        scope.findings().add(placeOf(key), level, join(path, key), message);
    }

    /** Reports what nobody asked for; to be called when all readers are done. */
    public void reportOthers(Level level) {
        for (String key : others()) {
            report(key, level, "unknown key" + NearestName.hint(key, asked));
        }
    }
}
