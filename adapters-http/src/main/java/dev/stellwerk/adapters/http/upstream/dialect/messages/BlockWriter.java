package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.stream.Output;

/**
 * Writes the content blocks of one streamed message: one after the other, each with a beginning, pieces of its own kind
 * and an end.
 */
final class BlockWriter {
    /** What blocks are made of. */
    enum Block {
        NONE,
        TEXT,
        THOUGHT,
        CALL
    }

    private static final byte[] END_OF_DELTA = "}}\n\n".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};

    private Block open = Block.NONE;
    private int index = -1;
    private byte[] delta = NOTHING;

    Block open() {
        return open;
    }

    /** A piece of a text or a thought, as a JSON string, in a block of its kind. */
    void say(Block kind, byte[] json, int from, int to, Output out) {
        if (open != kind) {
            if (kind == Block.TEXT) {
                begin(kind, "{\"type\":\"text\",\"text\":\"\"}".getBytes(US_ASCII), out);
            } else {
                begin(kind, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}".getBytes(US_ASCII), out);
            }
        }
        piece(json, from, to, out);
    }

    void beginCall(String id, String name, Output out) {
        var block = new Output();
        block.add("{\"type\":\"tool_use\",\"id\":".getBytes(US_ASCII))
                .add(JsonText.quoted(id))
                .add(",\"name\":".getBytes(US_ASCII))
                .add(JsonText.quoted(name))
                .add(",\"input\":{}}".getBytes(US_ASCII));
        begin(Block.CALL, block.bytes(), out);
    }

    private void begin(Block kind, byte[] block, Output out) {
        end(out);
        open = kind;
        index++;
        out.add(("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":" + index
                        + ",\"content_block\":")
                .getBytes(US_ASCII));
        out.add(block).add("}\n\n".getBytes(US_ASCII));
        String member = switch (kind) {
            case TEXT -> "\"text_delta\",\"text\":";
            case THOUGHT -> "\"thinking_delta\",\"thinking\":";
            case CALL, NONE -> "\"input_json_delta\",\"partial_json\":";
        };
        delta = ("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
                        + ",\"delta\":{\"type\":" + member)
                .getBytes(US_ASCII);
    }

    /** A piece of what the open block is made of, as a JSON string. */
    void piece(byte[] json, int from, int to, Output out) {
        out.add(delta).add(json, from, to).add(END_OF_DELTA);
    }

    /** Ends the open block, if there is one. */
    void end(Output out) {
        if (open != Block.NONE) {
            open = Block.NONE;
            out.add(("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":" + index + "}\n\n")
                    .getBytes(US_ASCII));
        }
    }
}
