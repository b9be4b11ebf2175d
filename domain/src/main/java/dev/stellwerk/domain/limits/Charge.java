package dev.stellwerk.domain.limits;

/**
 * What a request takes from one limit.
 *
 * @param scope whose limit: {@code api_key}, {@code team}, {@code end_user}, {@code model_per_key}, {@code deployment}, …
 * @param id who it is within the scope
 * @param limit how much fits into a minute (or, for parallel requests, at once)
 * @param amount how much is taken now
 */
public record Charge(String scope, String id, LimitKind kind, long limit, long amount) {
    /** The scope of a deployment's own limits. */
    public static final String DEPLOYMENT = "deployment";

    public boolean ofDeployment() {
        return scope.equals(DEPLOYMENT);
    }
}
