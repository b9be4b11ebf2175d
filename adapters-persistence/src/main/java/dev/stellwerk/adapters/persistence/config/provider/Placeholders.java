package dev.stellwerk.adapters.persistence.config.provider;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells values that stand in examples, to be replaced by whoever copies them. */
public final class Placeholders {
    private static final Pattern IN_BRACKETS = Pattern.compile("<[^<>]*>?.*|\\{\\{.*}}|\\$\\{.*}|\\[[^\\]]*]");
    private static final List<String> BEGINNINGS =
            List.of("your-", "your_", "sk-your", "my-api-key", "replace-", "replace_", "change-me", "changeme", "xxx");

    private Placeholders() {}

    public static boolean looksLikeOne(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return IN_BRACKETS.matcher(lower).matches() || BEGINNINGS.stream().anyMatch(lower::startsWith);
    }
}
