package dev.stellwerk.adapters.http.upstream.answer;

import dev.stellwerk.adapters.http.upstream.failure.ErrorWords;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer as the client shall see it.
 *
 * @param usage as the upstream says, else as estimated where tokens are what is paid for
 * @param id the answer's name, if it has one
 * @param filtered the first choice was cut by the upstream's content filter
 * @param error what went wrong, when the answer is an error in spite of its status
 */
public record PlainAnswer(
        byte[] body,
        Optional<TokenUsage> usage,
        @Nullable String id,
        boolean filtered,
        @Nullable ErrorWords error) {

    public static PlainAnswer ofError(ErrorWords error) {
        return new PlainAnswer(new byte[0], Optional.empty(), null, false, error);
    }
}
