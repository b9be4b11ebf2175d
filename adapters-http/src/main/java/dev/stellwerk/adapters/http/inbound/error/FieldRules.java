package dev.stellwerk.adapters.http.inbound.error;

import dev.stellwerk.application.access.CustomerIds;
import dev.stellwerk.application.access.TagText;
import dev.stellwerk.application.access.TeamIds;

/** What fields of calls and of management must be, in words that follow the field's name. */
public final class FieldRules {
    private static final String PLAIN = "no control characters and no half surrogates";

    public static final String TAGS =
            "tags: at most " + TagText.TAGS_MAX + ", each at most " + TagText.LENGTH_MAX + " characters, " + PLAIN;
    public static final String REGIONS = "must be a region or a list of regions: 1 to 64 letters, digits, '_' or '-'";
    public static final String CUSTOMER_ID = "must have 1 to " + CustomerIds.BYTES_MAX + " bytes, " + PLAIN;
    public static final String TEAM_ID = "must have 1 to " + TeamIds.CHARACTERS_MAX + " characters, " + PLAIN;

    private FieldRules() {}

    /** A text of a record. */
    public static String text(int charactersMax) {
        return "must be a text of at most " + charactersMax + " characters, " + PLAIN;
    }
}
