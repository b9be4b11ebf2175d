package dev.stellwerk.application.money;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.routing.request.RoutingRequest.Facts;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;

/** What a call will use at most, as far as that can be known before it is made. */
final class CostEstimate {
    /** Few answers are longer when their length is left to the model. */
    private static final long ANSWER_TOKENS = 1_000;

    private CostEstimate() {}

    static TokenUsage of(Deployment deployment, Facts facts) {
        return new TokenUsage(facts.promptTokens(), answers(facts.callType()) ? answerTokens(deployment, facts) : 0);
    }

    private static boolean answers(CallType type) {
        return switch (type) {
            case CHAT, TEXT_COMPLETION, RESPONSES -> true;
            case EMBEDDING, IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK, TOKEN_COUNT, STORED_RESPONSE -> false;
        };
    }

    private static long answerTokens(Deployment deployment, Facts facts) {
        Long most = deployment.facts().maxOutputTokens();
        long wanted = facts.outputTokensMax() > 0 ? facts.outputTokensMax() : ANSWER_TOKENS;
        return most == null ? wanted : Math.min(wanted, most);
    }
}
