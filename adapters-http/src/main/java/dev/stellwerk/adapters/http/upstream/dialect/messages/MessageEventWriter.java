package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.StopReason;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.ToolId;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.AnswerEvents;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.Block;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.ChatUsage;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one streamed message: content blocks one after the other, each with a beginning, pieces of its own
 * kind and an end.
 */
final class MessageEventWriter implements AnswerEvents {
    private static final byte[] END_OF_DELTA = "}}\n\n".getBytes(US_ASCII);
    private static final byte[] TEXT = "{\"type\":\"text\",\"text\":\"\"}".getBytes(US_ASCII);
    private static final byte[] THOUGHT =
            "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};

    private final JsonMembers request;
    private final long promptTokens;
    private @Nullable Block open;
    private int index = -1;
    private byte[] delta = NOTHING;

    /** @param request what the client sent */
    MessageEventWriter(JsonMembers request, long promptTokens) {
        this.request = request;
        this.promptTokens = promptTokens;
    }

    @Override
    public void open(String id, @Nullable String model, Output out) {
        out.add("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":".getBytes(US_ASCII))
                .add(JsonText.quoted(id))
                .add(",\"type\":\"message\",\"role\":\"assistant\",\"model\":".getBytes(US_ASCII))
                .add(JsonText.quoted(model == null ? "" : model))
                .add((",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
                                + UsageFigures.json(ChatUsage.of(promptTokens, 0, null)) + "}}\n\n")
                        .getBytes(US_ASCII));
    }

    @Override
    public void say(Block kind, byte[] json, int from, int to, Output out) {
        Block block = kind == Block.THOUGHT ? Block.THOUGHT : Block.TEXT; // a refusal is said
        if (open != block) {
            begin(block, block == Block.THOUGHT ? THOUGHT : TEXT, out);
        }
        argument(json, from, to, out);
    }

    @Override
    public void beginCall(String id, String name, Output out) {
        var block = new Output();
        block.add("{\"type\":\"tool_use\",\"id\":".getBytes(US_ASCII))
                .add(JsonText.quoted(ToolId.clean(id)))
                .add(",\"name\":".getBytes(US_ASCII))
                .add(JsonText.quoted(ToolNames.original(name, request)))
                .add(",\"input\":{}}".getBytes(US_ASCII));
        begin(Block.CALL, block.bytes(), out);
    }

    private void begin(Block kind, byte[] block, Output out) {
        endBlock(out);
        open = kind;
        index++;
        out.add(("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":" + index
                        + ",\"content_block\":")
                .getBytes(US_ASCII));
        out.add(block).add("}\n\n".getBytes(US_ASCII));
        String member = switch (kind) {
            case TEXT, REFUSAL -> "\"text_delta\",\"text\":";
            case THOUGHT -> "\"thinking_delta\",\"thinking\":";
            case CALL -> "\"input_json_delta\",\"partial_json\":";
        };
        delta = ("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
                        + ",\"delta\":{\"type\":" + member)
                .getBytes(US_ASCII);
    }

    @Override
    public void argument(byte[] json, int from, int to, Output out) {
        out.add(delta).add(json, from, to).add(END_OF_DELTA);
    }

    @Override
    public String whole(String arguments) {
        return "{\"raw_arguments\":" + new String(JsonText.quoted(arguments), UTF_8) + "}";
    }

    @Override
    public boolean tooLong() {
        return false; // nothing is kept
    }

    private void endBlock(Output out) {
        if (open != null) {
            open = null;
            out.add(("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":" + index + "}\n\n")
                    .getBytes(US_ASCII));
        }
    }

    @Override
    public void end(@Nullable String finish, boolean calls, ChatUsage usage, Output out) {
        endBlock(out);
        out.add(("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
                        + StopReason.ofFinish(finish, calls) + "\",\"stop_sequence\":null},\"usage\":"
                        + UsageFigures.json(usage)
                        + "}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
                .getBytes(US_ASCII));
    }
}
