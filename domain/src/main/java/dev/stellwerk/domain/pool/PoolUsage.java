package dev.stellwerk.domain.pool;

/**
 * What the members of a group state as their limits per minute, taken together, and what those members have used.
 *
 * @param requestsStated 0 when nobody states any
 * @param tokensStated 0 when nobody states any
 */
public record PoolUsage(long requestsStated, long requests, long tokensStated, long tokens) {
    /** Whether any member states a limit. */
    public boolean stated() {
        return requestsStated > 0 || tokensStated > 0;
    }
}
