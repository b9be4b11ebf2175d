package dev.stellwerk.application.port.out;

/** Another version of a record is in force than the one that a change was made for; nothing has changed. */
public final class OtherVersion extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OtherVersion() {
        super("another version is in force", null, false, false);
    }
}
