package dev.stellwerk.domain.routing.request;

import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.spi.routing.CallType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a decision depends on, as it was before the first attempt. It holds on every attempt: retry, order tier and
 * fallback are judged by the same constraints. What is taken from the caller meanwhile narrows them or ends the call; what
 * is given adds nothing.
 *
 * @param model the name the client sent, after the caller's own aliases
 * @param constraints what must hold
 * @param facts what strategies and checks may look at
 * @param overrides what the request says about its own handling
 * @param pinned the deployment that holds what the request continues; null when it begins anew
 * @param preferred deployments that should serve it if they may, best first: affinity
 */
public record RoutingRequest(
        String model,
        Constraints constraints,
        Facts facts,
        Overrides overrides,
        @Nullable DeploymentId pinned,
        List<DeploymentId> preferred) {

    public RoutingRequest {
        preferred = List.copyOf(preferred);
    }

    /** A request that continues nothing. */
    public RoutingRequest(
            String model, Constraints constraints, Facts facts, Overrides overrides, List<DeploymentId> preferred) {
        this(model, constraints, facts, overrides, null, preferred);
    }

    public static RoutingRequest of(String model, Constraints constraints) {
        return new RoutingRequest(model, constraints, Facts.plainChat(), Overrides.NONE, List.of());
    }

    /**
     * What must hold on every attempt.
     *
     * @param teamId the caller's team; null means none
     * @param accessGroups the access groups by which alone the caller reaches models; null means no such narrowing
     * @param regions each must be satisfied
     * @param tags those of policy and those of the caller, and how they work together
     * @param mayUse whether the caller may use a model, given the name asked for and the group it leads to
     */
    public record Constraints(
            @Nullable String teamId,
            @Nullable Set<String> accessGroups,
            List<RegionRestriction> regions,
            CombinedTags tags,
            BiPredicate<String, String> mayUse) {
        public static final Constraints NONE =
                new Constraints(null, null, List.of(), SourcedTags.NONE, false, TagPolicy.STRICT, (_, _) -> true);

        public Constraints {
            accessGroups = accessGroups == null ? null : Set.copyOf(accessGroups);
            regions = List.copyOf(regions);
        }

        /**
         * The same of tags that are not combined yet.
         *
         * @param tagFilteringForced key or team switched tag filtering on, whatever group and router say
         * @param tagPolicy how the tags of policy and those of the caller work together for this caller
         */
        public Constraints(
                @Nullable String teamId,
                @Nullable Set<String> accessGroups,
                List<RegionRestriction> regions,
                SourcedTags tags,
                boolean tagFilteringForced,
                TagPolicy tagPolicy,
                BiPredicate<String, String> mayUse) {
            this(teamId, accessGroups, regions, new CombinedTags(tags, tagPolicy, tagFilteringForced), mayUse);
        }

        public Constraints withTags(SourcedTags value) {
            return new Constraints(
                    teamId, accessGroups, regions, value, tags.filteringForced(), tags.tagPolicy(), mayUse);
        }

        public Constraints withRegions(List<RegionRestriction> value) {
            return new Constraints(teamId, accessGroups, value, tags, mayUse);
        }
    }

    /**
     * What strategies and checks may look at.
     *
     * @param promptTokens estimated; 0 when there is nothing to count
     * @param outputTokensMax the most the call may produce, if it says so; else 0
     * @param userAgent the client's, for tag patterns
     * @param parameters names of request parameters that a provider may not support
     * @param asker who asks, by names
     * @param credentialBrought whether the client has a credential of its own for a provider
     */
    public record Facts(
            CallType callType,
            boolean streaming,
            long promptTokens,
            long outputTokensMax,
            @Nullable String userAgent,
            Set<String> parameters,
            Asker asker,
            boolean credentialBrought) {
        public Facts {
            parameters = Set.copyOf(parameters);
        }

        /** Of a client without a credential of its own. */
        public Facts(
                CallType callType,
                boolean streaming,
                long promptTokens,
                long outputTokensMax,
                @Nullable String userAgent,
                Set<String> parameters,
                Asker asker) {
            this(callType, streaming, promptTokens, outputTokensMax, userAgent, parameters, asker, false);
        }

        public static Facts plainChat() {
            return new Facts(CallType.CHAT, false, 0, 0, null, Set.of(), Asker.NOBODY);
        }
    }

    /** Who asks, by the names that operators gave; null where there is none. */
    public record Asker(
            @Nullable String teamAlias,
            @Nullable String keyAlias,
            @Nullable String customer,
            boolean admin) {
        public static final Asker NOBODY = new Asker(null, null, null, false);
    }

    /**
     * What the request says about its own handling; null leaves it to deployment and settings.
     *
     * @param fallbacks replace the configured ones, for every kind of failure
     * @param customerFallback tried inside the region before a request is refused for it
     * @param simulated a failure to be acted out, for tests of a configuration
     */
    public record Overrides(
            @Nullable Integer retries,
            @Nullable Duration timeout,
            @Nullable Duration streamTimeout,
            @Nullable List<FallbackTarget> fallbacks,
            boolean fallbacksDisabled,
            @Nullable Integer fallbacksMax,
            @Nullable String customerFallback,
            @Nullable Simulated simulated) {
        public static final Overrides NONE = new Overrides(null, null, null, null, false, null, null, null);
    }

    /** Failures that a request may ask to be acted out. */
    public enum Simulated {
        RATE_LIMIT(ErrorClass.RATE_LIMIT),
        FAILURE(ErrorClass.INTERNAL_SERVER),
        CONTEXT_WINDOW(ErrorClass.CONTEXT_WINDOW_EXCEEDED),
        CONTENT_POLICY(ErrorClass.CONTENT_POLICY_VIOLATION),
        TIMEOUT(ErrorClass.TIMEOUT);

        private final ErrorClass kind;

        Simulated(ErrorClass kind) {
            this.kind = kind;
        }

        public ErrorClass kind() {
            return kind;
        }
    }
}
