package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks of a streamed message, one after the other, as deltas of a chat's message. Belongs to one stream. */
final class StreamedBlocks {
    /** Characters of a thought that are kept so that it can be handed back whole; longer ones are only shown. */
    private static final int THOUGHT_MAX = 4 << 20;

    private final ChunkWriter chunks;
    private final boolean asTool;
    private Block block = Block.OTHER;
    private int calls;
    private boolean fragments;
    private String wholeInput = "{}";
    private String redacted = "";
    private StringBuilder thought = new StringBuilder();
    private String signature = "";

    /** What is being streamed. */
    private enum Block {
        TEXT,
        THOUGHT,
        REDACTED_THOUGHT,
        CALL,
        /** A call that is no call: its input is the answer. */
        ANSWER,
        /** Of the server's own tools, or unknown: nothing of it is the client's. */
        OTHER
    }

    /** @param asTool whether the answer comes as a tool's input */
    StreamedBlocks(ChunkWriter chunks, boolean asTool) {
        this.chunks = chunks;
        this.asTool = asTool;
    }

    /** Calls of the client's tools so far. */
    int calls() {
        return calls;
    }

    void start(@Nullable JsonMembers content, Output out) {
        block = content == null ? Block.OTHER : kind(content);
        if (content == null) {
            return;
        }
        switch (block) {
            case TEXT -> write("\"content\":", content, "text", "", out);
            case THOUGHT -> {
                thought = new StringBuilder();
                signature = textOr(content, "signature", "");
                think(content, out);
            }
            case REDACTED_THOUGHT -> redacted = new String(JsonText.written(content.tree()), StandardCharsets.UTF_8);
            case CALL -> {
                startInput(content);
                chunks.delta(
                        "\"tool_calls\":[{\"index\":" + calls++ + ",\"id\":" + quoted(textOr(content, "id", ""))
                                + ",\"type\":\"function\",\"function\":{\"name\":"
                                + quoted(textOr(content, "name", "")) + ",\"arguments\":\"\"}}]",
                        out);
            }
            case ANSWER -> startInput(content);
            case OTHER -> {}
        }
    }

    private Block kind(JsonMembers content) {
        return switch (textOr(content, "type", "")) {
            case "text" -> Block.TEXT;
            case "thinking" -> Block.THOUGHT;
            case "redacted_thinking" -> Block.REDACTED_THOUGHT;
            case "tool_use" -> asTool && AnswerFormat.TOOL.equals(content.textOf("name")) ? Block.ANSWER : Block.CALL;
            default -> Block.OTHER;
        };
    }

    /** An input that stands in the opening counts only where no fragments follow. */
    private void startInput(JsonMembers content) {
        fragments = false;
        int input = content.find("input");
        wholeInput = input >= 0 && content.kind(input) == Kind.OBJECT ? content.source(input) : "{}";
    }

    /** Answers how many bytes of the model's own came with it. */
    int add(@Nullable JsonMembers delta, Output out) {
        if (delta == null) {
            return 0;
        }
        return switch (textOr(delta, "type", "")) {
            case "text_delta" -> write("\"content\":", delta, "text", "", out);
            case "thinking_delta" -> think(delta, out);
            case "input_json_delta" -> fragment(delta, out);
            case "signature_delta" -> {
                signature = textOr(delta, "signature", signature);
                yield 0;
            }
            case "citations_delta" -> {
                int citation = delta.findPresent("citation");
                if (citation >= 0) {
                    chunks.delta("\"provider_specific_fields\":{\"citation\":", delta, citation, "}", out);
                }
                yield 0;
            }
            default -> 0;
        };
    }

    private int think(JsonMembers members, Output out) {
        if (thought.length() <= THOUGHT_MAX) {
            thought.append(textOr(members, "thinking", ""));
        }
        return write("\"reasoning_content\":", members, "thinking", "", out);
    }

    private int fragment(JsonMembers delta, Output out) {
        int written = switch (block) {
            case CALL ->
                write(
                        "\"tool_calls\":[{\"index\":" + (calls - 1) + ",\"function\":{\"arguments\":",
                        delta,
                        "partial_json",
                        "}}]",
                        out);
            case ANSWER -> write("\"content\":", delta, "partial_json", "", out);
            case TEXT, THOUGHT, REDACTED_THOUGHT, OTHER -> 0;
        };
        fragments |= written > 0;
        return written;
    }

    /** Writes a text that is not empty; answers its length in bytes. */
    private int write(String before, JsonMembers members, String name, String after, Output out) {
        int index = members.find(name);
        int length = index >= 0 && members.kind(index) == Kind.STRING
                ? members.valueEnd(index) - members.valueStart(index) - 2
                : 0;
        if (length > 0) {
            chunks.delta(before, members, index, after, out);
        }
        return length;
    }

    void stop(Output out) {
        switch (block) {
            case THOUGHT -> tellThought(out);
            case REDACTED_THOUGHT -> chunks.delta("\"thinking_blocks\":[" + redacted + "]", out);
            case CALL -> {
                if (!fragments) {
                    chunks.delta(
                            "\"tool_calls\":[{\"index\":" + (calls - 1) + ",\"function\":{\"arguments\":"
                                    + quoted(wholeInput) + "}}]",
                            out);
                }
            }
            case ANSWER -> {
                if (!fragments) {
                    chunks.delta("\"content\":" + quoted(wholeInput), out);
                }
            }
            case TEXT, OTHER -> {}
        }
        block = Block.OTHER;
    }

    /** The whole of it with its signature, so that the client can hand it back. */
    private void tellThought(Output out) {
        if (thought.length() <= THOUGHT_MAX) {
            Map<String, @Nullable Object> whole = Values.of("type", "thinking", "thinking", thought.toString());
            whole.put("signature", signature);
            chunks.delta(
                    "\"thinking_blocks\":[" + new String(JsonText.written(whole), StandardCharsets.UTF_8) + "]", out);
        }
        thought = new StringBuilder();
    }

    private static String textOr(JsonMembers members, String name, String otherwise) {
        String text = members.textOf(name);
        return text == null ? otherwise : text;
    }

    private static String quoted(String text) {
        return new String(JsonText.quoted(text), StandardCharsets.UTF_8);
    }
}
