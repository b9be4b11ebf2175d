package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.json.JsonMembers;

/** Estimates the tokens of a prompt from the length of what it consists of. */
final class PromptSize {
    private static final String[] PROMPT = {
        "messages", "input", "prompt", "contents", "system", "instructions", "tools", "functions", "query", "documents"
    };
    static final int BYTES_PER_TOKEN = 4;
    /** About what models count for a picture, in bytes of text. */
    private static final int PICTURE_BYTES = 85 * BYTES_PER_TOKEN;

    /** A picture in a body of the Messages API. */
    private static final byte[] DATA_MARK = {'"', 'd', 'a', 't', 'a', '"'};

    private static final byte[] PICTURE_MARK = {';', 'b', 'a', 's', 'e', '6', '4', ','};

    private PromptSize() {}

    static long tokens(JsonMembers members, ClientApi api) {
        long bytes = 0;
        for (String name : PROMPT) {
            int index = members.findPresent(name);
            if (index >= 0) {
                int from = members.valueStart(index);
                int to = members.valueEnd(index);
                bytes += switch (api) {
                    case OPENAI -> textBytes(members.bytes(), from, to);
                    case MESSAGES -> textBytes(members.bytes(), from, to) - dataBytes(members.bytes(), from, to);
                };
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

    /** The length of the insides of pictures and documents that stand for themselves: {@code "data":"iVBORw0K…"}. */
    private static long dataBytes(byte[] bytes, int from, int to) {
        long length = 0;
        for (int at = from; at < to - DATA_MARK.length; at++) {
            if (bytes[at] == '"' && ByteSearch.startsWith(bytes, at, DATA_MARK)) {
                int start = at + DATA_MARK.length;
                while (start < to && (bytes[start] == ':' || bytes[start] == ' ')) {
                    start++;
                }
                int end = start + 1;
                while (end < to && isBase64(bytes[end])) {
                    end++;
                }
                if (end < to && bytes[start] == '"' && bytes[end] == '"') { // else it is a text with that name
                    length += Math.max(0, end - start - PICTURE_BYTES);
                }
                at = end - 1;
            }
        }
        return length;
    }

    private static boolean isBase64(byte letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '+'
                || letter == '/'
                || letter == '=';
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
