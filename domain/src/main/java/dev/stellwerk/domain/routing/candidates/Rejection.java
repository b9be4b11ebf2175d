package dev.stellwerk.domain.routing.candidates;

import dev.stellwerk.domain.spi.routing.Reason;
import java.util.Objects;

/**
 * Why a deployment may not serve a request, and who says so.
 *
 * @param stage the part of the decision that removed it, as {@code explain} shows it
 * @param why the reason it gave
 */
public record Rejection(String stage, Reason why) {
    private static final int DETAIL_MAX = 500;

    public Rejection {
        check(why);
    }

    /** A reason may come from code that knows no null checks. */
    static void check(Reason why) {
        Objects.requireNonNull(why, "a removal needs a reason");
    }

    /** A word for programs. */
    public String reason() {
        return why.code();
    }

    /** A sentence for people: one line, and empty when it cannot be made. */
    public String detail() {
        return oneLine(said());
    }

    /** The sentence may be a plugin's code, and explaining must not end with it. */
    private String said() {
        try {
            return why.detail();
        } catch (RuntimeException | StackOverflowError e) {
            return "";
        }
    }

    private static String oneLine(String text) {
        if (text.length() <= DETAIL_MAX && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var line = new StringBuilder(text.substring(0, Math.min(text.length(), DETAIL_MAX)));
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }

    /** Whether it is down or full for now, which says nothing about whether it fits the request. */
    public boolean down() {
        return why.passes();
    }
}
