package dev.stellwerk.adapters.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * What JSON may be at most, for the scanner and for the parser alike: what the one has let through the other reads.
 * Lengths of names and texts have no bound of their own, they are part of a body that has one.
 */
public final class JsonLimits {
    /** Objects and arrays in one another. */
    static final int NESTING_MAX = 64;

    /** Characters of a number. */
    static final int NUMBER_LENGTH_MAX = 100;

    /** Powers of ten, up or down: far more than a double knows, and few enough to be written out. */
    static final int EXPONENT_MAX = 999;

    /** Members of one object. */
    static final int MEMBERS_MAX = 1_000;

    /** Names and values of a whole request, nested ones included. */
    public static final int REQUEST_TOKENS_MAX = 200_000;

    private JsonLimits() {}

    /**
     * Makes parsers for what the scanner has seen whole. They keep no table of names: those would come from strangers,
     * and many with one hash would be an error.
     */
    public static JsonFactory parsers() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_MAX)
                        .maxNumberLength(NUMBER_LENGTH_MAX)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxDocumentLength(-1)
                        .build())
                .build();
    }
}
