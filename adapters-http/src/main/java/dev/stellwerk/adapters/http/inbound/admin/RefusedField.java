package dev.stellwerk.adapters.http.inbound.admin;

/** A management request with a field that cannot be what it is; nothing has changed. Has no stack trace. */
final class RefusedField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    RefusedField(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
