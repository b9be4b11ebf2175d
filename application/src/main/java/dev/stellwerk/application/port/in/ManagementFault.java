package dev.stellwerk.application.port.in;

import org.jspecify.annotations.Nullable;

/** A management request that cannot be carried out; nothing has changed. */
public final class ManagementFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable String field;

    /** The kinds of faults. */
    public enum Kind {
        /** A value the field cannot have. */
        INVALID,
        /** A field that must be there is not. */
        MISSING_FIELD,
        /** A value of the wrong type or form. */
        MALFORMED_FIELD,
        /** What is to be made exists. */
        EXISTS,
        /** What is named does not exist, or not for this caller. */
        NOT_FOUND,
        /** Another version is in force than the one that was read. */
        OUTDATED
    }

    public ManagementFault(Kind kind, @Nullable String field, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.field = field;
    }

    public Kind kind() {
        return kind;
    }

    /** The field at fault, if there is one. */
    public @Nullable String field() {
        return field;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
