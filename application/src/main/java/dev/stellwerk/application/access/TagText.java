package dev.stellwerk.application.access;

/** What a tag may look like. Beyond these bounds tags are plain text. */
public final class TagText {
    public static final int TAGS_MAX = 64;
    private static final int LENGTH_MAX = 128;
    public static final String RULE = "tags: at most " + TAGS_MAX + ", each at most " + LENGTH_MAX
            + " characters, none of them a control character";

    private TagText() {}

    public static boolean acceptable(String tag) {
        if (tag.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < tag.length(); i++) {
            if (Character.isISOControl(tag.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
