package dev.stellwerk.application.port.out;

import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.call.Payload;
import dev.stellwerk.application.call.RequestFields;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls deployments. The only way out of the gateway to a model. */
public interface UpstreamClient {
    /**
     * Makes one attempt. Blocks until the whole answer is there or, for a stream, its first event; never throws for
     * what an upstream does.
     */
    Outcome call(UpstreamCall call);

    /**
     * One attempt.
     *
     * @param overrides request fields that a fallback target replaces
     * @param answerModel the name to write into the answer's {@code model}; null keeps the upstream's
     */
    record UpstreamCall(
            Deployment deployment,
            CallType type,
            boolean streaming,
            Payload payload,
            RequestFields overrides,
            @Nullable String answerModel,
            AttemptBounds bounds,
            Cancellation cancellation) {}

    /** What became of an attempt. */
    sealed interface Outcome {
        /**
         * A whole answer.
         *
         * @param usage empty when the upstream did not say
         * @param answerId the name under which a later call may continue it; null where there is no such thing
         * @param filtered the first choice was cut by the upstream's content filter
         */
        record Answered(
                int status,
                String contentType,
                List<Header> headers,
                byte[] body,
                Optional<TokenUsage> usage,
                @Nullable String answerId,
                boolean filtered)
                implements Outcome {
            public Answered(
                    int status, String contentType, List<Header> headers, byte[] body, Optional<TokenUsage> usage) {
                this(status, contentType, headers, body, usage, null, false);
            }
        }

        /**
         * An answer that is still coming, whose first event or first bytes were there after {@code firstEvent}. Must be
         * passed on or closed.
         *
         * @param answerId the name under which a later call may continue it; null where there is no such thing
         */
        record Streaming(
                String contentType,
                List<Header> headers,
                Duration firstEvent,
                UpstreamStream stream,
                @Nullable String answerId)
                implements Outcome {
            /** A stream of events. */
            public Streaming(List<Header> headers, Duration firstEvent, UpstreamStream stream) {
                this("text/event-stream", headers, firstEvent, stream, null);
            }
        }

        /**
         * No answer.
         *
         * @param headers those of the upstream's answer, if there was one
         * @param ofClientsCredential it was earned by a credential that the client brought: its owner's affair, about which
         *     nothing else is to be tried
         */
        record Failed(UpstreamFailure failure, int upstreamStatus, List<Header> headers, boolean ofClientsCredential)
                implements Outcome {
            public Failed(UpstreamFailure failure, int upstreamStatus) {
                this(failure, upstreamStatus, List.of());
            }

            public Failed(UpstreamFailure failure, int upstreamStatus, List<Header> headers) {
                this(failure, upstreamStatus, headers, false);
            }
        }

        /** The client left meanwhile. */
        record Cancelled() implements Outcome {}
    }

    /** An open stream. */
    interface UpstreamStream extends AutoCloseable {
        /** Passes all events on, whole and as they come, until the end of either side. */
        StreamEnd passOn(StreamSink sink);

        /** Hangs up; does nothing once the stream has ended. */
        @Override
        void close();
    }
}
