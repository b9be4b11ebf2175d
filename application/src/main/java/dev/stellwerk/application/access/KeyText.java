package dev.stellwerk.application.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The text of a virtual key, and what may be shown and stored of it. */
public final class KeyText {
    public static final String PREFIX = "sk-";
    public static final int LENGTH_MAX = 512;
    public static final int OWN_LENGTH_MIN = 20;
    private static final int RANDOM_BYTES = 16;
    private static final int SHOWN_CHARACTERS = 4;
    private static final int HASH_CHARACTERS = 64;

    private KeyText() {}

    /** {@code sk-} and 22 characters that are safe in URLs: 128 random bits. */
    public static String draw(RandomGenerator random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static String hash(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    /** The hash of the key that management names by its text or by its hash. */
    public static String hashOf(String keyOrHash) {
        if (keyOrHash.startsWith(PREFIX)) {
            return hash(keyOrHash);
        }
        return keyOrHash.length() == HASH_CHARACTERS ? keyOrHash.toLowerCase(Locale.ROOT) : keyOrHash;
    }

    /** {@code sk-...} and the last four characters. */
    public static String display(String text) {
        return PREFIX + "..." + text.substring(Math.max(PREFIX.length(), text.length() - SHOWN_CHARACTERS));
    }

    /** Whether a text could be a key at all: anything else is not worth a look-up. */
    public static boolean plausible(String text) {
        if (!text.startsWith(PREFIX) || text.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
