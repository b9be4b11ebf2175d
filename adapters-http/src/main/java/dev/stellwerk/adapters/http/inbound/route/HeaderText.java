package dev.stellwerk.adapters.http.inbound.route;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Values that may stand in a header: everything else is percent-encoded, so that no value ends a line. */
public final class HeaderText {
    private HeaderText() {}

    public static String of(String value) {
        for (int at = 0; at < value.length(); at++) {
            if (!plain(value.charAt(at))) {
                return encoded(value);
            }
        }
        return value;
    }

    private static boolean plain(char letter) {
        return letter >= ' ' && letter <= '~';
    }

    private static String encoded(String value) {
        var text = new StringBuilder(value.length() + 16);
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xFF);
            if (plain(letter)) {
                text.append(letter);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return text.toString();
    }
}
