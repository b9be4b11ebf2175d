package dev.stellwerk.adapters.persistence.config.key;

import dev.stellwerk.adapters.persistence.config.source.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of one part by sort. A name with {@code *} at its beginning or end stands for a family. */
public record SortedKeys(Set<String> works, Set<String> restricts, Set<String> comfort) {
    static final SortedKeys NONE = new SortedKeys(Set.of(), Set.of(), Set.of());

    public SortedKeys {
        works = Set.copyOf(works);
        restricts = Set.copyOf(restricts);
        comfort = Set.copyOf(comfort);
    }

    /** What becomes of a key. */
    public enum Sort {
        WORKS,
        RESTRICTS,
        COMFORT,
        UNKNOWN
    }

    static SortedKeys of(Section table) {
        return new SortedKeys(
                Set.copyOf(table.texts("works")),
                Set.copyOf(table.texts("restricts")),
                Set.copyOf(table.texts("comfort")));
    }

    public Sort sortOf(String key) {
        if (works.contains(key)) {
            return Sort.WORKS;
        }
        if (restricts.contains(key)) {
            return Sort.RESTRICTS;
        }
        boolean known = comfort.contains(key) || comfort.stream().anyMatch(name -> isFamilyOf(name, key));
        return known ? Sort.COMFORT : Sort.UNKNOWN;
    }

    private static boolean isFamilyOf(String name, String key) {
        boolean open = name.startsWith("*");
        boolean goesOn = name.endsWith("*");
        String fixed = name.substring(open ? 1 : 0, goesOn ? name.length() - 1 : name.length());
        if (open && goesOn) {
            return key.contains(fixed);
        }
        return (open && key.endsWith(fixed)) || (goesOn && key.startsWith(fixed));
    }

    boolean works(String key) {
        return works.contains(key);
    }

    boolean restricts(String key) {
        return restricts.contains(key);
    }

    boolean names(String key) {
        return sortOf(key) != Sort.UNKNOWN;
    }

    List<String> names() {
        var names = new ArrayList<>(works);
        names.addAll(restricts);
        names.addAll(comfort);
        return names;
    }
}
