package dev.stellwerk.domain.error;

/** A value that a domain type refuses; names the field, so that whoever read the value can say where it stood. */
public final class InvalidValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public InvalidValue(String field, String value, String problem) {
        super(field + ": " + problem + " (got '" + value + "')");
        this.field = field;
    }

    public String field() {
        return field;
    }
}
