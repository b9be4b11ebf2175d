package dev.stellwerk.application.access;

import dev.stellwerk.domain.id.PlainText;

/** What a team's id may look like. Ids are compared exactly: nothing is trimmed, folded or normalised. */
public final class TeamIds {
    public static final int CHARACTERS_MAX = 256;

    private TeamIds() {}

    public static boolean acceptable(String id) {
        return !id.isBlank() && id.length() <= CHARACTERS_MAX && PlainText.is(id);
    }
}
