package dev.stellwerk.main;

/** The configuration or the environment is at fault; the message says which and where, in one line. */
final class StartFault extends Exception {
    private static final long serialVersionUID = 1L;

    StartFault(String message) {
        super(message);
    }
}
