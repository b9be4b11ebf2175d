package dev.stellwerk.application.call;

import java.util.List;

/** The body of a request, opaque to the application: made by the inbound adapter, understood by the upstream one. */
public interface Payload {
    /**
     * The beginnings of the prompt that its client marked as worth caching at the upstream, longest first. Worked out
     * when asked for; that reads the whole prompt.
     */
    default List<Prefix> markedPrefixes() {
        return List.of();
    }

    /** Whether it brings its answer with it, so that no upstream is called: what is acted out occupies nobody. */
    default boolean actedOut() {
        return false;
    }

    /**
     * A beginning of a prompt.
     *
     * @param digest the same for the same text, and says nothing about it
     * @param tokens estimated
     */
    record Prefix(String digest, long tokens) {}
}
