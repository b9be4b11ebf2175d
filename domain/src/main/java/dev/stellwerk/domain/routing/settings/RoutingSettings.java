package dev.stellwerk.domain.routing.settings;

import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.spi.routing.RouterRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the router routes: defaults here, in one place; configuration, team and key only override.
 *
 * @param strategy the name of the strategy for groups that have none of their own
 * @param strategyByGroup the key of the strategy for single groups, see {@link #strategyOf}
 * @param failures retries and cooldowns
 * @param fallbacks where requests go when their group fails
 * @param tags how tags filter
 * @param checks further constraints and preferences
 * @param timeouts bounds of one attempt
 * @param budgets what may be spent by provider and by tag
 * @param litellmCompatible reproduce what clients of LiteLLM may depend on although it is a defect
 */
public record RoutingSettings(
        String strategy,
        Map<String, String> strategyByGroup,
        Failures failures,
        FallbackRules fallbacks,
        Tags tags,
        Checks checks,
        Bounds timeouts,
        Budgets budgets,
        boolean litellmCompatible)
        implements RouterRules {

    public static final String DEFAULT_STRATEGY = "simple-shuffle";

    public static final RoutingSettings DEFAULTS = new RoutingSettings(
            DEFAULT_STRATEGY,
            Map.of(),
            Failures.DEFAULTS,
            FallbackRules.NONE,
            Tags.DEFAULTS,
            Checks.DEFAULTS,
            Bounds.DEFAULTS,
            Budgets.NONE,
            false);

    public RoutingSettings {
        strategyByGroup = Map.copyOf(strategyByGroup);
    }

    @Override
    public boolean tagFiltering() {
        return tags.filtering();
    }

    @Override
    public boolean tagsMatchAny() {
        return tags.matchAny();
    }

    @Override
    public boolean preCallChecks() {
        return checks.preCall();
    }

    @Override
    public boolean hardLimits() {
        return checks.enforceModelRateLimits();
    }

    @Override
    public boolean dropsUnsupportedParameters() {
        return checks.dropUnsupportedParameters();
    }

    @Override
    public Duration cooldown() {
        return failures.cooldown();
    }

    /** The key under which the router finds the strategy of a group. */
    public String strategyOf(String group) {
        return strategyByGroup.getOrDefault(group, strategy);
    }

    /** The same for a group that a pattern may have matched: its own name counts before the pattern. */
    public String strategyOf(DeploymentPool group) {
        if (strategyByGroup.isEmpty()) {
            return strategy;
        }
        String own = strategyByGroup.get(group.name());
        return own != null ? own : strategyOf(group.configuredName());
    }

    /**
     * Retries and cooldowns.
     *
     * @param retries how often a failed call is tried anew
     * @param retryPauseMin the least pause before a retry that pauses
     * @param retryPolicy retries by kind of failure
     * @param retryPolicyByGroup replaces {@code retryPolicy} for single groups
     * @param allowedFails failures tolerated before a cooldown; null means that the failure rate decides
     * @param allowedFailsByClass the same by kind of failure; empty means not set
     * @param cooldown how long a failed deployment sits out, unless it or its upstream says otherwise
     * @param cooldownsDisabled nothing ever sits out
     * @param retryAfterMax the longest {@code Retry-After} of an upstream that is believed
     */
    public record Failures(
            int retries,
            Duration retryPauseMin,
            RetryPolicy retryPolicy,
            Map<String, RetryPolicy> retryPolicyByGroup,
            @Nullable Integer allowedFails,
            Map<ErrorClass, Integer> allowedFailsByClass,
            Duration cooldown,
            boolean cooldownsDisabled,
            Duration retryAfterMax) {
        public static final Failures DEFAULTS = new Failures(
                2,
                Duration.ZERO,
                RetryPolicy.NONE,
                Map.of(),
                null,
                Map.of(),
                Duration.ofSeconds(5),
                false,
                Duration.ofHours(1));

        public Failures {
            retryPolicyByGroup = Map.copyOf(retryPolicyByGroup);
            allowedFailsByClass = Map.copyOf(allowedFailsByClass);
        }
    }

    /**
     * Where requests go when their group fails.
     *
     * @param fallbacksMax targets tried for one request; null means every list to its end, but not endlessly deep
     * @param weightedFailover try the rest of the group, without those that failed, before other groups
     * @param atModelLimits they also answer for a group for which the caller is over a limit of that model alone
     */
    public record FallbackRules(
            Fallbacks general,
            Fallbacks contextWindow,
            Fallbacks contentPolicy,
            @Nullable Integer fallbacksMax,
            boolean weightedFailover,
            boolean atModelLimits) {
        public static final FallbackRules NONE =
                new FallbackRules(Fallbacks.NONE, Fallbacks.NONE, Fallbacks.NONE, null, false, true);
    }

    /**
     * How tags filter.
     *
     * @param filtering whether they do, for groups without a switch of their own
     * @param matchAny one common tag is enough; otherwise a deployment must carry every tag of the request
     * @param routingPrefix tags that begin with it are meant for routing; the prefix is taken off
     */
    public record Tags(boolean filtering, boolean matchAny, String routingPrefix, TagPolicy policy) {
        public static final Tags DEFAULTS = new Tags(false, true, "", TagPolicy.STRICT);
    }

    /**
     * Further constraints and preferences.
     *
     * @param preCall context window, requests per minute and parameters are checked before the call
     * @param enforceModelRateLimits rpm and tpm of a deployment are hard limits, whatever the strategy
     * @param affinities what keeps a caller on the deployment it had before
     * @param affinityLife how long it does
     * @param parallelRequestsMax calls in flight for deployments that state nothing else; null means no bound
     * @param dropUnsupportedParameters unsupported parameters are left out instead of refused
     * @param pluginFilters names of plugin filters to run after the built-in ones, in this order
     */
    public record Checks(
            boolean preCall,
            boolean enforceModelRateLimits,
            Set<Affinity> affinities,
            Duration affinityLife,
            @Nullable Integer parallelRequestsMax,
            boolean dropUnsupportedParameters,
            List<String> pluginFilters) {
        public static final Checks DEFAULTS =
                new Checks(false, false, Set.of(), Duration.ofHours(1), null, false, List.of());

        public Checks {
            affinities = Set.copyOf(affinities);
            pluginFilters = List.copyOf(pluginFilters);
        }
    }

    /** What keeps a caller on one deployment. */
    public enum Affinity {
        RESPONSE_ID,
        SESSION,
        KEY,
        PROMPT_CACHE
    }

    /**
     * Bounds of one attempt, for deployments and requests that state nothing else.
     *
     * @param whole from the start of a call to the end of a plain answer
     * @param stream until the first event of a stream, and between two events; null means as {@code whole}
     * @param connect until the connection stands
     */
    public record Bounds(Duration whole, @Nullable Duration stream, Duration connect) {
        public static final Bounds DEFAULTS = new Bounds(Duration.ofSeconds(6000), null, Duration.ofSeconds(10));
    }

    /** What may be spent by provider and by tag. */
    public record Budgets(Map<String, RoutingBudget> byProvider, Map<String, RoutingBudget> byTag) {
        public static final Budgets NONE = new Budgets(Map.of(), Map.of());

        public Budgets {
            byProvider = Map.copyOf(byProvider);
            byTag = Map.copyOf(byTag);
        }

        /** Whether any provider or tag has a budget. */
        public boolean any() {
            return !byProvider.isEmpty() || !byTag.isEmpty();
        }
    }

    public RoutingSettings withStrategy(String name) {
        return new RoutingSettings(
                name, Map.of(), failures, fallbacks, tags, checks, timeouts, budgets, litellmCompatible);
    }

    public RoutingSettings withFailures(Failures value) {
        return new RoutingSettings(
                strategy, strategyByGroup, value, fallbacks, tags, checks, timeouts, budgets, litellmCompatible);
    }

    public RoutingSettings withFallbacks(FallbackRules value) {
        return new RoutingSettings(
                strategy, strategyByGroup, failures, value, tags, checks, timeouts, budgets, litellmCompatible);
    }

    public RoutingSettings withTags(Tags value) {
        return new RoutingSettings(
                strategy, strategyByGroup, failures, fallbacks, value, checks, timeouts, budgets, litellmCompatible);
    }

    public RoutingSettings withChecks(Checks value) {
        return new RoutingSettings(
                strategy, strategyByGroup, failures, fallbacks, tags, value, timeouts, budgets, litellmCompatible);
    }

    public RoutingSettings withTimeouts(Bounds value) {
        return new RoutingSettings(
                strategy, strategyByGroup, failures, fallbacks, tags, checks, value, budgets, litellmCompatible);
    }
}
