package dev.stellwerk.domain.access;

import java.util.List;
import java.util.Map;

/** The entries of a key's or team's free metadata that mean something. */
public final class Metadata {
    private Metadata() {}

    /** The strings under {@code tags}; anything else there counts as none. */
    public static List<String> tags(Map<String, Object> metadata) {
        return metadata.get("tags") instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .distinct()
                        .toList()
                : List.of();
    }

    /** Whether a switch is set to {@code true}. */
    public static boolean isTrue(Map<String, Object> metadata, String name) {
        return Boolean.TRUE.equals(metadata.get(name));
    }

    /** Whether a switch is set to {@code false}, which is not the same as not being set. */
    public static boolean isFalse(Map<String, Object> metadata, String name) {
        return Boolean.FALSE.equals(metadata.get(name));
    }
}
