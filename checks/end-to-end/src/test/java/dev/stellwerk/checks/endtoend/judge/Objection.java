package dev.stellwerk.checks.endtoend.judge;

/** What the real provider would refuse about a request. */
final class Objection extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Objection(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
