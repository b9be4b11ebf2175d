package dev.stellwerk.plugins.loader;

/** A name that leads to no extension, or to several; the message says which and what to write instead. */
public final class UnknownExtension extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownExtension(String message) {
        super(message);
    }
}
