package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;

/** Estimates the tokens of a prompt from the length of what it consists of. */
final class PromptSize {
    private static final String[] PROMPT = {
        "messages", "input", "prompt", "system", "instructions", "tools", "functions", "query", "documents"
    };
    static final int BYTES_PER_TOKEN = 4;
    /** About what models count for a picture, in bytes of text. */
    private static final int PICTURE_BYTES = 85 * BYTES_PER_TOKEN;

    private static final byte[] PICTURE_MARK = {';', 'b', 'a', 's', 'e', '6', '4', ','};

    private PromptSize() {}

    static long tokens(JsonMembers members) {
        long bytes = 0;
        for (String name : PROMPT) {
            int index = members.findPresent(name);
            if (index >= 0) {
                bytes += textBytes(members.bytes(), members.valueStart(index), members.valueEnd(index));
            }
        }
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /** The length without the insides of pictures, which are no text. */
    static long textBytes(byte[] bytes, int from, int to) {
        long length = (long) to - from;
        for (int at = from; at < to - PICTURE_MARK.length; at++) {
            if (bytes[at] == ';' && marked(bytes, at)) {
                int end = at;
                while (end < to && bytes[end] != '"') {
                    end++;
                }
                length -= Math.max(0, end - at - PICTURE_BYTES);
                at = end;
            }
        }
        return length;
    }

    private static boolean marked(byte[] bytes, int at) {
        for (int i = 1; i < PICTURE_MARK.length; i++) {
            if (bytes[at + i] != PICTURE_MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
