package dev.stellwerk.main.gateway;

/** The configuration or the environment is at fault; the message says which and where, in one line. */
public final class StartFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean told;

    /** @param message one line for the operator, without secrets */
    public StartFault(String message) {
        super(message);
        told = false;
    }

    private StartFault() {
        super("see the findings");
        told = true;
    }

    /** The findings say it all, each in its line. */
    public static StartFault alreadyTold() {
        return new StartFault();
    }

    /** Whether there is nothing left to say. */
    public boolean told() {
        return told;
    }
}
