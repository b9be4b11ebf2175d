package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.region.Region;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One configured way to reach a model: an entry of {@code model_list}. Immutable.
 *
 * @param id unique in a gateway
 * @param group the name clients send; deployments of one name form a model group
 * @param endpoint where calls go
 * @param tagRules its tags
 * @param region where it runs; empty means in no region
 * @param capacity its limits and weights
 * @param order priority tier, lower first; null means none
 * @param timeouts its own bounds
 * @param failureRules its own rules for failures
 * @param facts the model behind it
 * @param visibility who may see it
 * @param budget what may be spent on it; null means no bound
 * @param requestDefaults parameters added to a request that does not set them
 * @param parameterRules what becomes of parameters on their way to it
 * @param mockResponse answered instead of calling the upstream; null in earnest
 * @param blocked paused by an admin: never selected
 * @param outOfService why it can never be called as configured, such as {@code credential_missing}; null when it can
 * @param clientCredential what becomes of a credential that a client brings itself
 * @param missingVariables the environment variables, any of which unset, that put it out of service; for operators only
 */
public record Deployment(
        DeploymentId id,
        String group,
        Endpoint endpoint,
        TagRules tagRules,
        Optional<Region> region,
        Capacity capacity,
        @Nullable Integer order,
        Timeouts timeouts,
        FailureRules failureRules,
        ModelFacts facts,
        Visibility visibility,
        @Nullable RoutingBudget budget,
        Map<String, Object> requestDefaults,
        ParameterRules parameterRules,
        @Nullable String mockResponse,
        boolean blocked,
        @Nullable String outOfService,
        ClientCredential clientCredential,
        List<String> missingVariables) {

    public Deployment {
        requestDefaults = Map.copyOf(requestDefaults);
        missingVariables = List.copyOf(missingVariables);
    }

    /** Whether its name is a pattern; such deployments are made concrete by the name a client sends. */
    public boolean wildcard() {
        return group.indexOf('*') >= 0;
    }

    /**
     * Whether it can be called as configured.
     *
     * @param credentialBrought whether the client has a credential of its own for the provider
     */
    public boolean inService(boolean credentialBrought) {
        return outOfService == null || (credentialBrought && clientCredential == ClientCredential.NEEDED);
    }

    /** The price of a token pair, if known. */
    public Optional<Price> price() {
        return Optional.ofNullable(facts.price());
    }

    /** The same deployment for another upstream model. */
    public Deployment withModel(String upstreamModel) {
        return toBuilder().endpoint(endpoint.withModel(upstreamModel)).build();
    }

    /** Starts from a deployment that only has an id, a group and an endpoint. */
    public static Builder builder(DeploymentId id, String group, Endpoint endpoint) {
        return new Builder(id, group, endpoint);
    }

    /** Starts from this deployment. */
    public Builder toBuilder() {
        return new Builder(id, group, endpoint)
                .tagRules(tagRules)
                .region(region)
                .capacity(capacity)
                .order(order)
                .timeouts(timeouts)
                .failureRules(failureRules)
                .facts(facts)
                .visibility(visibility)
                .budget(budget)
                .requestDefaults(requestDefaults)
                .parameterRules(parameterRules)
                .mockResponse(mockResponse)
                .blocked(blocked)
                .outOfService(outOfService)
                .clientCredential(clientCredential)
                .missingVariables(missingVariables);
    }

    /** Collects what differs from a deployment about which nothing more is stated. */
    public static final class Builder {
        private final DeploymentId id;
        private final String group;
        private Endpoint endpoint;
        private TagRules tagRules = TagRules.NONE;
        private Optional<Region> region = Optional.empty();
        private Capacity capacity = Capacity.UNSTATED;
        private @Nullable Integer order;
        private Timeouts timeouts = Timeouts.INHERITED;
        private FailureRules failureRules = FailureRules.INHERITED;
        private ModelFacts facts = ModelFacts.UNKNOWN;
        private Visibility visibility = Visibility.EVERYBODY;
        private @Nullable RoutingBudget budget;
        private Map<String, Object> requestDefaults = Map.of();
        private ParameterRules parameterRules = ParameterRules.NONE;
        private @Nullable String mockResponse;
        private boolean blocked;
        private @Nullable String outOfService;
        private ClientCredential clientCredential = ClientCredential.UNUSED;
        private List<String> missingVariables = List.of();

        private Builder(DeploymentId id, String group, Endpoint endpoint) {
            this.id = id;
            this.group = group;
            this.endpoint = endpoint;
        }

        public Builder endpoint(Endpoint value) {
            endpoint = value;
            return this;
        }

        public Builder tagRules(TagRules value) {
            tagRules = value;
            return this;
        }

        public Builder tags(String... tags) {
            return tagRules(TagRules.of(tags));
        }

        public Builder region(Optional<Region> value) {
            region = value;
            return this;
        }

        public Builder region(String name) {
            return region(Optional.of(new Region(name)));
        }

        public Builder capacity(Capacity value) {
            capacity = value;
            return this;
        }

        public Builder weight(double weight) {
            return capacity(new Capacity(weight, null, null, null, null, null));
        }

        public Builder order(@Nullable Integer value) {
            order = value;
            return this;
        }

        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        public Builder failureRules(FailureRules value) {
            failureRules = value;
            return this;
        }

        public Builder cooldown(Duration value) {
            return failureRules(new FailureRules(
                    failureRules.retries(), value, failureRules.allowedFails(), failureRules.allowedFailsByClass()));
        }

        public Builder facts(ModelFacts value) {
            facts = value;
            return this;
        }

        public Builder visibility(Visibility value) {
            visibility = value;
            return this;
        }

        public Builder budget(@Nullable RoutingBudget value) {
            budget = value;
            return this;
        }

        public Builder requestDefaults(Map<String, Object> value) {
            requestDefaults = value;
            return this;
        }

        public Builder parameterRules(ParameterRules value) {
            parameterRules = value;
            return this;
        }

        public Builder mockResponse(@Nullable String value) {
            mockResponse = value;
            return this;
        }

        public Builder blocked(boolean value) {
            blocked = value;
            return this;
        }

        public Builder outOfService(@Nullable String value) {
            outOfService = value;
            return this;
        }

        public Builder clientCredential(ClientCredential value) {
            clientCredential = value;
            return this;
        }

        public Builder missingVariables(List<String> value) {
            missingVariables = value;
            return this;
        }

        public Deployment build() {
            return new Deployment(
                    id,
                    group,
                    Objects.requireNonNull(endpoint),
                    tagRules,
                    region,
                    capacity,
                    order,
                    timeouts,
                    failureRules,
                    facts,
                    visibility,
                    budget,
                    requestDefaults,
                    parameterRules,
                    mockResponse,
                    blocked,
                    outOfService,
                    clientCredential,
                    missingVariables);
        }
    }
}
