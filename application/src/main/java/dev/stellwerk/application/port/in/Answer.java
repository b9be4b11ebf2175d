package dev.stellwerk.application.port.in;

import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.routing.session.FallbackReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a model call. */
public sealed interface Answer {
    AnswerHead head();

    /** A whole answer, ready to be sent. */
    record Whole(AnswerHead head, String contentType, List<Header> upstreamHeaders, byte[] body) implements Answer {}

    /** An answer that is still coming: events, or bytes of another kind. Must be written or closed. */
    record Streaming(AnswerHead head, String contentType, List<Header> upstreamHeaders, StreamBody body)
            implements Answer {}

    /**
     * No answer.
     *
     * @param fallbacks how far it came with the fallbacks of its group; null when it was refused before routing
     * @param deployment whose failure it is, which need not be the last that was tried; null when it is nobody's
     * @param upstreamHeaders those of the upstream's answer that the failure was read from
     */
    record Failed(
            AnswerHead head,
            Failure failure,
            @Nullable FallbackReport fallbacks,
            @Nullable Deployment deployment,
            List<Header> upstreamHeaders)
            implements Answer {
        /** Without an upstream's answer. */
        public Failed(AnswerHead head, Failure failure, @Nullable FallbackReport fallbacks) {
            this(head, failure, fallbacks, head.deployment(), List.of());
        }
    }

    /** The client left before there was an answer; nobody is there to be told. */
    record Cancelled(AnswerHead head) implements Answer {}

    /** The rest of a stream. */
    interface StreamBody extends AutoCloseable {
        /** Passes events on until the stream ends, one way or the other. */
        StreamEnd writeTo(StreamSink sink);

        /** Gives the stream up; does nothing once it has ended. */
        @Override
        void close();
    }
}
