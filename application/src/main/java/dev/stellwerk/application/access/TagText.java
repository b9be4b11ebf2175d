package dev.stellwerk.application.access;

import dev.stellwerk.domain.id.PlainText;

/** What a tag may look like, and how many there may be. Beyond these bounds tags are plain text. */
public final class TagText {
    public static final int TAGS_MAX = 64;
    public static final int LENGTH_MAX = 128;

    private TagText() {}

    public static boolean acceptable(String tag) {
        return tag.length() <= LENGTH_MAX && PlainText.is(tag);
    }
}
