package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.ErrorClass;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says about how it came to be. Null and empty parts are left out of the response.
 *
 * @param deployment the one that answered, or the last one that was tried
 * @param group the name the client sent, or the fallback target that answered
 * @param retriesMax set only when at least one retry was needed
 * @param cost dollars; null while unknown, as on streams
 * @param upstreamNanos time spent waiting for upstreams
 * @param decision one entry for each attempt, when the request asked for it
 * @param ignoredTags caller tags that policy left out
 */
public record AnswerHead(
        String callId,
        @Nullable Deployment deployment,
        @Nullable String group,
        int attemptedRetries,
        @Nullable Integer retriesMax,
        int attemptedFallbacks,
        @Nullable BigDecimal cost,
        @Nullable ApiKey key,
        long startedNanos,
        long upstreamNanos,
        List<Attempt> decision,
        @Nullable Remaining remaining,
        List<String> ignoredTags) {

    /**
     * One attempt.
     *
     * @param ending what became of it
     * @param failure the kind of failure, if it was one
     * @param status what the upstream's protocol called its answer; 0 when nobody said so
     * @param rejected why each other candidate was out
     */
    public record Attempt(
            String modelId, Ending ending, @Nullable ErrorClass failure, int status, List<Rejected> rejected) {}

    /** A deployment that was out, and why. */
    public record Rejected(String modelId, String reason) {}

    /** How an attempt can end. */
    public enum Ending {
        ANSWERED,
        FAILED,
        CANCELLED
    }

    /** What is left of a group's configured capacity this minute; null parts have no limit. */
    public record Remaining(
            @Nullable Long requestsLimit,
            @Nullable Long requestsLeft,
            @Nullable Long tokensLimit,
            @Nullable Long tokensLeft) {}

    /** The head of an answer that no deployment had a part in. */
    public static AnswerHead bare(String callId, long startedNanos) {
        return new AnswerHead(callId, null, null, 0, null, 0, null, null, startedNanos, 0, List.of(), null, List.of());
    }
}
