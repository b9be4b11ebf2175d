package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.body.ByteSearch.Skips;
import dev.stellwerk.domain.deployment.ParameterPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rewrites tools for APIs that take less of them than OpenAI's. */
public final class ToolEdits {
    private static final Skips STRICT = new Skips("\"strict\"");
    private static final List<ParameterPath> STRICTNESS =
            List.of(ParameterPath.parse("tools[*].strict"), ParameterPath.parse("tools[*].function.strict"));

    private ToolEdits() {}

    /** Tools that do not say whether their schema is strict; null when they never did. */
    public static @Nullable RenderedBody withoutStrict(SentMembers.Bytes tools) {
        return ByteSearch.contains(tools.source(), tools.from(), tools.to(), STRICT)
                ? ValueWithout.of(tools, STRICTNESS)
                : null;
    }
}
