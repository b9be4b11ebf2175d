package dev.stellwerk.adapters.http.body;

import org.jspecify.annotations.Nullable;

/** Parameters behind a header's value: {@code form-data; name="model"}. */
final class HeaderParameter {
    private HeaderParameter() {}

    /** The parameter of this name, without quotes; null when there is none. */
    static @Nullable String of(String header, String name) {
        int at = header.indexOf(';');
        while (at >= 0) {
            int start = at + 1;
            while (start < header.length() && header.charAt(start) == ' ') {
                start++;
            }
            int end = endOf(header, start);
            int equals = header.indexOf('=', start);
            if (equals > 0
                    && equals < end
                    && header.substring(start, equals).strip().equalsIgnoreCase(name)) {
                return unquoted(header.substring(equals + 1, end).strip());
            }
            at = end < header.length() ? end : -1;
        }
        return null;
    }

    /** The next semicolon outside quotes, or the end. */
    private static int endOf(String header, int from) {
        boolean quoted = false;
        for (int at = from; at < header.length(); at++) {
            char letter = header.charAt(at);
            if (letter == '\\' && quoted) {
                at++;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (letter == ';' && !quoted) {
                return at;
            }
        }
        return header.length();
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        return value.substring(1, value.length() - 1).replace("\\\"", "\"");
    }
}
