package dev.stellwerk.plugins.loader.folder;

/** The folder, or a file in it, is not what an operator can have meant; the message names it and says what to do. */
public final class UnusableFolder extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFolder(String message) {
        super(message);
    }
}
