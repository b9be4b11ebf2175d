package dev.stellwerk.adapters.http.inbound.connection;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Letters that are written as {@code %} and two hexadecimal digits, as in paths: a plus is a plus. */
public final class PercentEscapes {
    private PercentEscapes() {}

    /** The text meant; null when an escape is none, or when its bytes are no UTF-8. */
    public static @Nullable String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        return decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String decode(byte[] written) {
        byte[] meant = new byte[written.length];
        int length = 0;
        for (int at = 0; at < written.length; at++) {
            byte next = written[at];
            if (next == '%') {
                if (!isEscape(written, at, written.length)) {
                    return null;
                }
                next = (byte) (HexFormat.fromHexDigit(written[at + 1]) << 4 | HexFormat.fromHexDigit(written[at + 2]));
                at += 2;
            }
            meant[length++] = next;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(meant, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /** Whether all escapes between two places can be read. */
    static boolean readable(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '%') {
                return decode(Arrays.copyOfRange(bytes, at, to)) != null;
            }
        }
        return true;
    }

    private static boolean isEscape(byte[] bytes, int at, int end) {
        return at + 2 < end && HexFormat.isHexDigit(bytes[at + 1]) && HexFormat.isHexDigit(bytes[at + 2]);
    }
}
