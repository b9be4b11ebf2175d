package dev.stellwerk.adapters.http.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names that most documents consist of, so that they need not be made anew for each chunk of each stream. */
final class KnownNames {
    private static final String[] NAMES = {
        "choices",
        "code",
        "completion_tokens",
        "completion_tokens_details",
        "content",
        "content_index",
        "created",
        "data",
        "delta",
        "error",
        "finish_reason",
        "id",
        "include_usage",
        "index",
        "input",
        "input_tokens",
        "item_id",
        "logprobs",
        "max_completion_tokens",
        "max_tokens",
        "message",
        "messages",
        "metadata",
        "model",
        "n",
        "object",
        "output",
        "output_index",
        "output_tokens",
        "param",
        "prompt",
        "prompt_tokens",
        "prompt_tokens_details",
        "refusal",
        "response",
        "response_format",
        "role",
        "seed",
        "sequence_number",
        "service_tier",
        "status",
        "stop",
        "stream",
        "stream_options",
        "system_fingerprint",
        "tags",
        "temperature",
        "text",
        "tool_calls",
        "tool_choice",
        "tools",
        "top_p",
        "total_tokens",
        "type",
        "usage",
        "user"
    };
    private static final int LONGEST = 32;
    private static final String[][] BY_LENGTH = byLength();
    private static final byte[][][] BYTES_BY_LENGTH = bytes();

    private KnownNames() {}

    private static String[][] byLength() {
        var table = new String[LONGEST][];
        for (int length = 0; length < LONGEST; length++) {
            int wanted = length;
            table[length] =
                    Arrays.stream(NAMES).filter(name -> name.length() == wanted).toArray(String[]::new);
        }
        return table;
    }

    private static byte[][][] bytes() {
        var table = new byte[LONGEST][][];
        for (int length = 0; length < LONGEST; length++) {
            table[length] = Arrays.stream(BY_LENGTH[length])
                    .map(name -> name.getBytes(US_ASCII))
                    .toArray(byte[][]::new);
        }
        return table;
    }

    /** The name that these bytes spell; null when it is not among the known ones. */
    static @Nullable String find(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= LONGEST) {
            return null;
        }
        byte[][] candidates = BYTES_BY_LENGTH[length];
        for (int index = 0; index < candidates.length; index++) {
            if (Arrays.equals(candidates[index], 0, length, bytes, from, to)) {
                return BY_LENGTH[length][index];
            }
        }
        return null;
    }
}
