package dev.stellwerk.domain.limits;

/**
 * What a request takes from one limit.
 *
 * @param scope whose limit
 * @param id who it is within the scope
 * @param limit how much fits into a minute (or, for parallel requests, at once)
 * @param amount how much is taken now
 */
public record Charge(LimitScope scope, String id, LimitKind kind, long limit, long amount) {
    public boolean ofDeployment() {
        return scope == LimitScope.DEPLOYMENT;
    }
}
