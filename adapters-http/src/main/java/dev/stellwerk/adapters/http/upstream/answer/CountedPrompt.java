package dev.stellwerk.adapters.http.upstream.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.List;
import java.util.Optional;

/** How many tokens a prompt has, told without asking anybody: by its length, so that a longer one never has fewer. */
public final class CountedPrompt {
    private CountedPrompt() {}

    /**
     * The answer.
     *
     * @param tokens as estimated
     */
    public static Outcome.Answered answer(long tokens) {
        byte[] body = ("{\"input_tokens\":" + Math.max(1, tokens) + "}").getBytes(US_ASCII);
        return new Outcome.Answered(200, "application/json", List.of(), body, Optional.of(TokenUsage.NONE));
    }
}
