package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Thinking blocks without a signature in the messages of a conversation. Only a gateway makes such, of the thoughts of
 * models that sign nothing, and Anthropic's API refuses them.
 */
final class UnsignedThoughts {
    private static final byte[] MARK = "\"thinking\"".getBytes(StandardCharsets.US_ASCII);
    private static final int[] NOTHING = {};

    private final byte[] bytes;
    private int[] cuts = NOTHING;

    private UnsignedThoughts(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The ranges of bytes to be left out, in pairs and in order. A message that has nothing else in it goes as a whole. */
    static int[] in(JsonMembers body, int messages) {
        if (!marked(body.bytes(), body.valueStart(messages), body.valueEnd(messages))) {
            return NOTHING;
        }
        var thoughts = new UnsignedThoughts(body.bytes());
        int[] ranges = body.elements(messages);
        var gone = new boolean[ranges.length / 2];
        int[][] inner = new int[gone.length][];
        for (int at = 0; at < gone.length; at++) {
            int[] found = thoughts.ofMessage(ranges[2 * at], ranges[2 * at + 1]);
            gone[at] = found == null;
            inner[at] = found == null ? NOTHING : found;
        }
        thoughts.cut(ranges, gone, inner);
        return thoughts.cuts;
    }

    /** The cuts within one message; null when nothing of it is left. */
    private int @Nullable [] ofMessage(int from, int to) {
        JsonMembers message = marked(bytes, from, to) ? JsonMembers.within(bytes, from, to) : null;
        int content = message == null ? -1 : message.findPresent("content");
        if (message == null || content < 0) {
            return NOTHING;
        }
        int[] blocks = message.elements(content);
        var gone = new boolean[blocks.length / 2];
        int left = gone.length;
        for (int at = 0; at < gone.length; at++) {
            gone[at] = isUnsigned(blocks[2 * at], blocks[2 * at + 1]);
            left -= gone[at] ? 1 : 0;
        }
        if (left == gone.length) {
            return NOTHING;
        }
        if (left == 0) {
            return null;
        }
        var within = new UnsignedThoughts(bytes);
        within.cut(blocks, gone, new int[gone.length][]);
        return within.cuts;
    }

    private boolean isUnsigned(int from, int to) {
        JsonMembers block = marked(bytes, from, to) ? JsonMembers.within(bytes, from, to) : null;
        if (block == null || !"thinking".equals(block.textOf("type"))) {
            return false;
        }
        String signature = block.textOf("signature");
        return signature == null || signature.isEmpty();
    }

    /** Takes elements out of a list, each with the comma behind it, the last ones with the comma before. */
    private void cut(int[] ranges, boolean[] gone, int[][] inner) {
        int last = gone.length - 1;
        while (last >= 0 && gone[last]) {
            last--;
        }
        for (int at = 0; at <= last; at++) {
            if (gone[at]) {
                add(ranges[2 * at], ranges[2 * at + 2]);
            } else if (inner[at] != null) {
                for (int pair = 0; pair < inner[at].length; pair += 2) {
                    add(inner[at][pair], inner[at][pair + 1]);
                }
            }
        }
        if (last < gone.length - 1) {
            add(last < 0 ? ranges[0] : ranges[2 * last + 1], ranges[ranges.length - 1]);
        }
    }

    private void add(int from, int to) {
        cuts = Arrays.copyOf(cuts, cuts.length + 2);
        cuts[cuts.length - 2] = from;
        cuts[cuts.length - 1] = to;
    }

    private static boolean marked(byte[] bytes, int from, int to) {
        for (int at = from; at <= to - MARK.length; at++) {
            if (bytes[at] == '"' && ByteSearch.startsWith(bytes, at, MARK)) {
                return true;
            }
        }
        return false;
    }
}
