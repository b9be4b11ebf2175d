package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import org.jspecify.annotations.Nullable;

/** Why a message ended, in the words of chat completions. Clients know those alone. */
public final class StopReason {
    static final String REFUSAL = "refusal";

    private StopReason() {}

    /** @param tools whether the message calls tools of the client's */
    static String asFinish(@Nullable String reason, boolean tools) {
        return switch (reason == null ? "" : reason) {
            case "max_tokens", "model_context_window_exceeded", "compaction" -> "length";
            case "tool_use" -> tools ? "tool_calls" : "stop";
            case REFUSAL -> "content_filter";
            default -> "stop"; // end_turn, stop_sequence, pause_turn, and what will be thought of yet
        };
    }

    /**
     * The other way: why a chat completion ended, in the words of messages.
     *
     * @param tools whether it calls tools, whatever the upstream says of its end
     */
    public static String ofFinish(@Nullable String reason, boolean tools) {
        return switch (reason == null ? "" : reason) {
            case "length" -> "max_tokens";
            case "content_filter" -> tools ? "tool_use" : REFUSAL;
            default -> tools ? "tool_use" : "end_turn";
        };
    }
}
