package dev.stellwerk.adapters.http.upstream.failure;

import dev.stellwerk.domain.deployment.Endpoint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of an upstream's words what is nobody's business: credentials, control characters, endless length. */
final class Scrubber {
    private static final int LONGEST = 2_048;
    private static final int SHORTEST_SECRET = 4;
    private static final Pattern KEY_LIKE = Pattern.compile("\\b(sk|pk|rk|gsk|xai)-[A-Za-z0-9_-]{12,}");
    private static final Pattern BEARER = Pattern.compile("(?i)\\bbearer\\s+[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern USER_INFO = Pattern.compile("://[^/\\s@]{1,200}@");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}]+");

    private Scrubber() {}

    public static String clean(String words, Endpoint endpoint) {
        String text = words.length() > 4 * LONGEST ? words.substring(0, 4 * LONGEST) : words;
        if (endpoint.apiKey() != null) {
            text = without(text, endpoint.apiKey().value().strip());
        }
        if (endpoint.apiBase() != null) {
            text = without(text, endpoint.apiBase().strip());
        }
        for (String value : endpoint.headers().values()) {
            text = without(text, value);
        }
        text = KEY_LIKE.matcher(text).replaceAll("***");
        text = BEARER.matcher(text).replaceAll("Bearer ***");
        text = USER_INFO.matcher(text).replaceAll("://***@");
        return bounded(UNPRINTABLE.matcher(text).replaceAll(" ").strip());
    }

    /** The text for an error's type, param or code: one short word or two. */
    public static @Nullable String label(@Nullable String label, Endpoint endpoint) {
        if (label == null) {
            return null;
        }
        String cleaned = clean(label, endpoint);
        return cleaned.length() > 100 ? cleaned.substring(0, 100) : cleaned;
    }

    private static String without(String text, String secret) {
        return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "***");
    }

    private static String bounded(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
