package dev.stellwerk.domain.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * What a list of tags asks for.
 *
 * @param plain at least one of them (or all, by setting) must stand on a deployment
 * @param required written {@code &x}: every one must stand on it
 * @param excluded written {@code !x}: none may stand on it
 */
public record TagDemand(List<String> plain, List<String> required, List<String> excluded) {
    public static final TagDemand NOTHING = new TagDemand(List.of(), List.of(), List.of());

    public TagDemand {
        plain = List.copyOf(plain);
        required = List.copyOf(required);
        excluded = List.copyOf(excluded);
    }

    /** Sorts tags by what they ask for. A lone {@code &} or {@code !} asks for nothing. */
    public static TagDemand of(List<String> tags) {
        if (tags.isEmpty()) {
            return NOTHING;
        }
        var plain = new ArrayList<String>();
        var required = new ArrayList<String>();
        var excluded = new ArrayList<String>();
        for (String tag : tags) {
            if (tag.startsWith("&")) {
                addUnlessEmpty(required, tag.substring(1));
            } else if (tag.startsWith("!")) {
                addUnlessEmpty(excluded, tag.substring(1));
            } else {
                addUnlessEmpty(plain, tag);
            }
        }
        return new TagDemand(plain, required, excluded);
    }

    private static void addUnlessEmpty(List<String> names, String name) {
        if (!name.isEmpty()) {
            names.add(name);
        }
    }

    public boolean asksNothing() {
        return plain.isEmpty() && required.isEmpty() && excluded.isEmpty();
    }

    public boolean constrains() {
        return !required.isEmpty() || !excluded.isEmpty();
    }
}
