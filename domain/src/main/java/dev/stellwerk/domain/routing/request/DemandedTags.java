package dev.stellwerk.domain.routing.request;

import dev.stellwerk.domain.spi.routing.TagDemand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a list of tags asks for.
 *
 * @param plain at least one of them (or all, by setting) must stand on a deployment
 * @param required written {@code &x}: every one must stand on it
 * @param excluded written {@code !x}: none may stand on it
 * @param intended those of all three kinds that were marked as meant for routing
 */
record DemandedTags(List<String> plain, List<String> required, List<String> excluded, List<String> intended)
        implements TagDemand {
    public static final DemandedTags NOTHING = new DemandedTags(List.of(), List.of(), List.of(), List.of());

    public DemandedTags {
        plain = List.copyOf(plain);
        required = List.copyOf(required);
        excluded = List.copyOf(excluded);
        intended = List.copyOf(intended);
    }

    /**
     * Sorts tags by what they ask for. A lone {@code &} or {@code !} asks for nothing.
     *
     * @param marked those that were marked as meant for routing
     */
    public static DemandedTags of(Collection<String> tags, Set<String> marked) {
        if (tags.isEmpty()) {
            return NOTHING;
        }
        var plain = new ArrayList<String>();
        var required = new ArrayList<String>();
        var excluded = new ArrayList<String>();
        var intended = new ArrayList<String>();
        for (String tag : tags) {
            boolean requires = tag.startsWith("&");
            boolean excludes = tag.startsWith("!");
            String name = requires || excludes ? tag.substring(1) : tag;
            addUnlessEmpty(requires ? required : excludes ? excluded : plain, name);
            if (marked.contains(tag)) {
                addUnlessEmpty(intended, name);
            }
        }
        return new DemandedTags(plain, required, excluded, intended);
    }

    private static void addUnlessEmpty(List<String> names, String name) {
        if (!name.isEmpty()) {
            names.add(name);
        }
    }
}
