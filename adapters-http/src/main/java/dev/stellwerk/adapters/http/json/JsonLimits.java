package dev.stellwerk.adapters.http.json;

/**
 * What JSON may be at most, on every route. The scanner alone holds it; what the scanner lets through is read without a
 * second set of bounds. Lengths of texts have none of their own, they are part of a body that has one.
 */
final class JsonLimits {
    /** Objects and arrays in one another. */
    static final int NESTING_MAX = 64;

    /** Characters of a number. */
    static final int NUMBER_LENGTH_MAX = 100;

    /** Powers of ten, up or down: far more than a double knows, and few enough to be written out. */
    static final int EXPONENT_MAX = 999;

    /** Bytes of a name that is read. Names are copied, unlike values. */
    static final int NAME_BYTES_MAX = 4 << 10;

    /** Members of one object. */
    static final int MEMBERS_MAX = 1_000;

    /** Names and values of a whole request, nested ones included. */
    static final int REQUEST_TOKENS_MAX = 200_000;

    private JsonLimits() {}
}
