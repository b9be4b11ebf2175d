package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of provider is spoken to: a request out; an answer, a stream or an error in. Clients speak OpenAI's API, so
 * a dialect turns that into its provider's and back. It sees one call of one endpoint, never why it was chosen, whether it
 * is a retry, or what happens next. Safe for all threads.
 */
public interface Dialect {
    /**
     * What is sent.
     *
     * @throws UnusableEndpoint when the endpoint's configuration leads nowhere
     * @throws UntranslatableCall when the call cannot be said in this dialect
     */
    UpstreamRequest request(OutgoingCall call);

    /**
     * Reads a whole answer that came with a status of success.
     *
     * @throws MalformedJson when it is not what this provider answers
     */
    PlainAnswer answer(OutgoingCall call, byte[] body) throws MalformedJson;

    /** Begins to read a stream. */
    StreamTranslation stream(OutgoingCall call);

    /** What an answer means whose status is none of success. */
    default UpstreamFailure failure(int status, ErrorWords words, Optional<Duration> retryAfter, Endpoint endpoint) {
        return Failures.ofAnswer(status, words, retryAfter, endpoint);
    }

    /** What an error means that came in place of an answer, with a status of success. */
    default UpstreamFailure told(ErrorWords words, Endpoint endpoint) {
        return Failures.told(words, endpoint);
    }

    /** The name that the body of an error gives to the call; null where there is none. */
    default @Nullable String requestId(byte[] errorBody) {
        return null;
    }

    /** Reads the body of an answer whose status is none of success. */
    default ErrorWords error(byte[] body, String mediaType) {
        return ErrorWords.of(body, mediaType);
    }
}
