package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much a model shall think before it answers: an effort in the client's words, a budget or an effort in the API's. */
final class Thinking {
    private final ModelTraits model;
    private final @Nullable Object own;
    private final @Nullable String wish;

    Thinking(Map<String, @Nullable Object> sent, ModelTraits model) {
        this.model = model;
        this.own = sent.get("thinking");
        Object effort = sent.get("reasoning_effort");
        Object named = effort instanceof Map<?, ?> object ? object.get("effort") : effort;
        this.wish = named == null || named.equals("none") ? null : checked(named);
    }

    private static String checked(Object effort) {
        return switch (effort) {
            case String word when budget(word) > 0 -> word;
            default ->
                throw new UntranslatableCall(
                        "reasoning_effort must be none, minimal, low, medium, high, xhigh or max", "reasoning_effort");
        };
    }

    private static int budget(String effort) {
        return switch (effort) {
            case "minimal", "low" -> 1_024;
            case "medium" -> 2_048;
            case "high" -> 4_096;
            case "xhigh" -> 8_192;
            case "max" -> 16_384;
            default -> 0;
        };
    }

    boolean on() {
        return own == null
                ? wish != null
                : !"disabled".equals(Values.object(own).get("type"));
    }

    void addTo(Map<String, @Nullable Object> message, Set<String> flags) {
        if (own != null) {
            message.put("thinking", own);
        } else if (model.adaptiveThinking()) {
            message.put("thinking", Values.of("type", "adaptive", "display", "summarized"));
        } else {
            message.put("thinking", Values.of("type", "enabled", "budget_tokens", budget()));
        }
        if (effort() != null && model.effortBesideBudget()) {
            flags.add("effort-2025-11-24");
        }
    }

    /** Where it does not think: only a client that says so itself is heard on that. */
    void addOff(Map<String, @Nullable Object> message) {
        if (own != null && !on()) {
            message.put("thinking", own);
        }
    }

    /** Tokens it may think for; 0 when nobody set them. */
    long budget() {
        if (own != null) {
            return Values.object(own).get("budget_tokens") instanceof Number tokens ? tokens.longValue() : 0;
        }
        return wish == null || model.adaptiveThinking() ? 0 : budget(wish);
    }

    /** The effort in the API's words; null where it takes none. */
    @Nullable
    String effort() {
        if (own != null || wish == null) {
            return null;
        }
        if (model.adaptiveThinking()) {
            return wish.equals("minimal") ? "low" : wish;
        }
        if (!model.effortBesideBudget()) {
            return null;
        }
        return switch (wish) {
            case "minimal" -> "low";
            case "xhigh", "max" -> "high"; // it knows no more
            default -> wish;
        };
    }
}
