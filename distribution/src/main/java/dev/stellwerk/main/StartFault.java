package dev.stellwerk.main;

/** The configuration or the environment is at fault; the message says which and where, in one line. */
final class StartFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean told;

    StartFault(String message) {
        super(message);
        told = false;
    }

    private StartFault() {
        super("see the findings");
        told = true;
    }

    /** The findings say it all, each in its line. */
    static StartFault alreadyTold() {
        return new StartFault();
    }

    /** Whether there is nothing left to say. */
    boolean told() {
        return told;
    }
}
