package dev.stellwerk.domain.id;

/**
 * Text that can stand anywhere: in a form, a header, an address, a column of any database, a line of a log. It holds no
 * control characters (U+0000 to U+001F, U+007F to U+009F) and no half of a surrogate pair.
 */
public final class PlainText {
    private PlainText() {}

    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isISOControl(letter)) {
                return false;
            }
            if (Character.isSurrogate(letter)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(letter, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Whether it is plain and has at most so many bytes in UTF-8. */
    public static boolean is(String text, int bytesMax) {
        return text.length() <= bytesMax && is(text) && bytes(text) <= bytesMax;
    }

    private static int bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            bytes += letter < 0x80 ? 1 : letter < 0x800 || Character.isSurrogate(letter) ? 2 : 3;
        }
        return bytes;
    }
}
