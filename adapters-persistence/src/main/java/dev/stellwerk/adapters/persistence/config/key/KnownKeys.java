package dev.stellwerk.adapters.persistence.config.key;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.ShippedTable;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every key that LiteLLM's files may hold, section by section, in three sorts: it works; it restricts who, what or how
 * much and is not enforced, so that a file with it is refused; or it is a comfort that is missing so far. One table,
 * {@code known-keys.json}, holds them all.
 */
public final class KnownKeys {
    private static final List<String> CALLBACKS =
            List.of("callbacks", "success_callback", "failure_callback", "input_callback");
    private static final KnownKeys SHIPPED = read();

    private final Map<Part, SortedKeys> byPart;
    private final Map<Part, Map<String, String>> habits;
    private final SortedKeys callbacks;

    private KnownKeys(Map<Part, SortedKeys> byPart, Map<Part, Map<String, String>> habits, SortedKeys callbacks) {
        this.byPart = byPart;
        this.habits = habits;
        this.callbacks = callbacks;
    }

    public static KnownKeys shipped() {
        return SHIPPED;
    }

    private static KnownKeys read() {
        Section table = ShippedTable.read(KnownKeys.class, "known-keys.json");
        var byPart = new EnumMap<Part, SortedKeys>(Part.class);
        var habits = new EnumMap<Part, Map<String, String>>(Part.class);
        Section writtenHabits = table.section("habits");
        for (Part part : Part.values()) {
            byPart.put(part, SortedKeys.of(table.section(part.tableName())));
            var ofPart = new LinkedHashMap<String, String>();
            writtenHabits.free(part.tableName()).forEach((wrong, right) -> ofPart.put(wrong, right.toString()));
            habits.put(part, ofPart);
        }
        return new KnownKeys(byPart, habits, SortedKeys.of(table.section("callbacks")));
    }

    /** The keys of one part. */
    public SortedKeys of(Part part) {
        return byPart.getOrDefault(part, SortedKeys.NONE);
    }

    /** Says what has no effect in a section, and refuses what restricts and is not enforced. */
    public void judge(Section section, Part part) {
        section.all().forEach((key, value) -> {
            switch (of(part).sortOf(key)) {
                case WORKS -> {}
                case RESTRICTS -> judgeRestriction(section, key, value);
                case COMFORT -> section.report(key, Level.WARNING, "read, not used yet");
                case UNKNOWN -> section.report(key, Level.WARNING, "unknown key" + advice(key, part));
            }
        });
    }

    /** Refuses a key that restricts and is not enforced. */
    public void judgeRestriction(Section section, String key, Value value) {
        if (value.isEmpty()) {
            section.report(key, Level.WARNING, "read, not used yet");
        } else {
            section.notEnforced(key);
        }
    }

    /** Callbacks mostly tell others what happened; some of LiteLLM's are guards. */
    public void judgeCallbacks(Section litellm) {
        for (String key : CALLBACKS) {
            Value list = litellm.get(key);
            for (Value item : list != null && list.isList() ? list.items() : List.<Value>of()) {
                if (callbacks.restricts(item.written())) {
                    item.notEnforced();
                }
            }
        }
    }

    /** What to do about an unknown key: the right section, the usual name, the right spelling, or nothing. */
    private String advice(String key, Part part) {
        return elsewhere(key, part)
                .map(right -> " here: it stands " + right)
                .or(() -> Optional.ofNullable(
                                habits.getOrDefault(part, Map.of()).get(key))
                        .or(() -> NearestName.misspelt(key, of(part).names()))
                        .map(right -> "; did you mean '" + right + "'?"))
                .orElse("");
    }

    /** The other part that a key belongs into: first where it works, then where it is known. */
    private Optional<String> elsewhere(String key, Part part) {
        var others = new ArrayList<Part>(part.mistakenFor());
        return others.stream()
                .filter(other -> of(other).works(key))
                .findFirst()
                .or(() -> others.stream().filter(other -> of(other).names(key)).findFirst())
                .map(Part::place);
    }
}
