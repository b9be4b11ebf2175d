package dev.stellwerk.domain.id;

import dev.stellwerk.domain.spi.InvalidValue;

/**
 * The name of a model as a caller sends it: in a body, a path, a form or a list of fallbacks. It will stand in frames of
 * all kinds (forms, headers, addresses, lines of a log), so it is {@linkplain PlainText plain} and has at most
 * {@value #BYTES_MAX} bytes in UTF-8. Anything else is text: whether a model has that name is another question.
 */
public record ModelName(String text) {
    /** Bytes in UTF-8. */
    public static final int BYTES_MAX = 256;

    private static final int TOLD_MAX = 64;

    public ModelName {
        if (!PlainText.is(text, BYTES_MAX)) {
            throw new InvalidValue(
                    "model",
                    told(text),
                    "must have at most " + BYTES_MAX + " bytes, no control characters and no half surrogates");
        }
    }

    /** So much of it as a message needs, in characters that cannot be taken for the message's own. */
    private static String told(String text) {
        return text.substring(0, Math.min(text.length(), TOLD_MAX)).replaceAll("[^ -~]", "?");
    }

    @Override
    public String toString() {
        return text;
    }
}
