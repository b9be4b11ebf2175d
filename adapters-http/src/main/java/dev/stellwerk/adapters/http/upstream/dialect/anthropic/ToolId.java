package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import java.util.regex.Pattern;

/** Names of calls of tools, of which other providers have such as {@code functions.Bash:0}. */
public final class ToolId {
    private static final Pattern NO_LETTER = Pattern.compile("[^a-zA-Z0-9_-]");

    private ToolId() {}

    /** The name in letters that the Messages API takes, the same for the same name. */
    public static String clean(String id) {
        return id.isEmpty() ? "_" : NO_LETTER.matcher(id).replaceAll("_");
    }
}
