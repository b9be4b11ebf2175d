package dev.stellwerk.main.command;

/** The command line is at fault; the message says how. */
public final class UsageFault extends Exception {
    private static final long serialVersionUID = 1L;

    UsageFault(String message) {
        super(message);
    }
}
