package dev.stellwerk.adapters.http.body;

import org.jspecify.annotations.Nullable;

/** Parameters behind a header's value: {@code form-data; name="model"}. */
final class HeaderParameter {
    private HeaderParameter() {}

    /** The first parameter of this name, without quotes; null when there is none. */
    static @Nullable String of(String header, String name) {
        for (int start = next(header, 0); start >= 0; start = next(header, start)) {
            if (name.equalsIgnoreCase(nameAt(header, start))) {
                return unquoted(valueAt(header, start).strip());
            }
        }
        return null;
    }

    /** Whether readers may disagree on this parameter: it stands twice, is encoded, or escapes more than quotes. */
    static boolean ambiguous(String header, String name) {
        int found = 0;
        for (int start = next(header, 0); start >= 0; start = next(header, start)) {
            String other = nameAt(header, start);
            if (other.equalsIgnoreCase(name)) {
                String value = valueAt(header, start).strip();
                String plain = value.replace("\\\"", "");
                boolean quoted = value.length() >= 2 && value.charAt(0) == '"' && value.endsWith("\"");
                if (plain.indexOf('\\') >= 0 || quoted != value.indexOf('"') >= 0) {
                    return true;
                }
                found++;
            } else if (other.regionMatches(true, 0, name + '*', 0, name.length() + 1)) {
                return true;
            }
        }
        return found > 1;
    }

    /** Behind the semicolon that follows; -1 when none does. */
    private static int next(String header, int from) {
        int end = endOf(header, from);
        return end < header.length() ? end + 1 : -1;
    }

    private static String nameAt(String header, int start) {
        int end = endOf(header, start);
        int equals = header.indexOf('=', start);
        return header.substring(start, equals < 0 || equals > end ? end : equals)
                .strip();
    }

    private static String valueAt(String header, int start) {
        int end = endOf(header, start);
        int equals = header.indexOf('=', start);
        return equals < 0 || equals > end ? "" : header.substring(equals + 1, end);
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
