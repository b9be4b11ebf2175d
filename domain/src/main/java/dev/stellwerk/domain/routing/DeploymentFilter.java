package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;

/**
 * Removes deployments that must not serve a request. Runs on every attempt: first try, retry and fallback.
 *
 * <p>Called on many threads at once. Must not block, do I/O, read a clock or draw by chance other than through the
 * context, or keep the candidates.
 */
public interface DeploymentFilter {
    /** Removes what does not fit; a candidate that it leaves alone stays. */
    void apply(CandidateSet candidates, DecisionContext context);

    /** What the caller is told when this filter removed the last candidate. */
    default CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
        return context.noneAvailable(candidates);
    }

    /** Whether it also holds for a deployment that is called by its own id. */
    default boolean holdsForCallsById() {
        return true;
    }
}
