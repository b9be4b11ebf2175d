package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Stable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a decision may know of a request. Fixed before the first attempt, but for {@link #attempt} and {@link
 * #failedBefore}. Holds neither the content of messages nor headers.
 */
@Stable(since = "1.0")
public interface RequestView {
    /** The name the client sent, after the caller's own aliases. */
    String model();

    CallType callType();

    boolean streaming();

    /** Estimated; 0 when there is nothing to count. */
    long promptTokens();

    /** The most the call may produce, if it says so; else 0. */
    long outputTokensMax();

    /** Names of the request parameters that a provider may not support. */
    Set<String> parameters();

    CallerView caller();

    /** Whether the client brings a credential of its own for a provider; never which. */
    default boolean credentialBrought() {
        return false;
    }

    RequestTags tags();

    List<RegionRule> regions();

    Optional<String> userAgent();

    /** 1 for the first try, one more for each retry, order tier and fallback. */
    int attempt();

    /** Whether this deployment failed in an earlier attempt of the same request. */
    boolean failedBefore(String deploymentId);

    /** Deployments that should serve it if they may, best first: affinity. */
    List<String> favourites();
}
