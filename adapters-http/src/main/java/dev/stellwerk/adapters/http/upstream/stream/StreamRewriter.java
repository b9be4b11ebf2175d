package dev.stellwerk.adapters.http.upstream.stream;

import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Turns an upstream's events into those the client shall see. Belongs to one stream and one thread. */
public interface StreamRewriter {

    /**
     * Takes one event and writes what becomes of it.
     *
     * @return the failure that the event tells of; null when it tells of none
     */
    @Nullable
    UpstreamFailure accept(EventReader event, Output out);

    /** Something that the client waits for has been written. */
    boolean begun();

    /** The upstream has said that it is done. */
    boolean finished();

    /** The body has ended in order. Writes what the upstream owes; false when the stream is not complete. */
    boolean endOfBody(Output out);

    /** The name that an error among the events gives to the call; null where there is none. */
    default @Nullable String requestId() {
        return null;
    }

    /** The client has been told of the failure by what was written, in the upstream's own words. */
    default boolean failureTold() {
        return false;
    }

    /** The name under which a later call may continue the answer, as far as it is known; null where there is none. */
    default @Nullable String answerId() {
        return null;
    }

    /** What was used so far: as the upstream says, else as estimated from what went by. */
    TokenUsage usage();
}
