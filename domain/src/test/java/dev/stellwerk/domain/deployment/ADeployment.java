package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.spi.routing.CallType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts from a valid deployment of the group {@code chat}, so that a test names only what it is about. */
public final class ADeployment {
    private final Deployment.Builder builder;
    private LinkedHashSet<String> tags = new LinkedHashSet<>();
    private List<Pattern> patterns = List.of();
    private @Nullable Boolean filtering;
    private boolean failOpen;
    private Capacity capacity = Capacity.UNSTATED;
    private ModelFacts facts = ModelFacts.UNKNOWN;
    private Visibility visibility = Visibility.EVERYBODY;

    private ADeployment(String id, String group, String provider) {
        var endpoint = new Endpoint(provider, "model-of-" + id, "https://" + id + ".test", null, null, null, Map.of());
        builder = Deployment.builder(new DeploymentId(id), group, endpoint);
    }

    public static ADeployment named(String id) {
        return new ADeployment(id, "chat", "openai");
    }

    public static ADeployment of(String group, String id) {
        return new ADeployment(id, group, "openai");
    }

    public static ADeployment from(String provider, String id) {
        return new ADeployment(id, "chat", provider);
    }

    public ADeployment tagged(String... names) {
        tags = new LinkedHashSet<>(List.of(names));
        return this;
    }

    public ADeployment forUserAgents(String... regexes) {
        patterns = Arrays.stream(regexes).map(Pattern::compile).toList();
        return this;
    }

    public ADeployment filteringTags(boolean on) {
        filtering = on;
        return this;
    }

    public ADeployment failingOpen() {
        failOpen = true;
        return this;
    }

    public ADeployment in(String region) {
        builder.region(region);
        return this;
    }

    public ADeployment order(int order) {
        builder.order(order);
        return this;
    }

    public ADeployment weight(double weight) {
        capacity = new Capacity(weight, capacity.requestsPerMinute(), capacity.tokensPerMinute(), null, null, null);
        return this;
    }

    public ADeployment rpm(long rpm) {
        capacity = new Capacity(capacity.weight(), rpm, capacity.tokensPerMinute(), null, null, null);
        return this;
    }

    public ADeployment tpm(long tpm) {
        capacity = new Capacity(capacity.weight(), capacity.requestsPerMinute(), tpm, null, null, null);
        return this;
    }

    public ADeployment costing(String inputPerToken, String outputPerToken) {
        var price = new Price(new BigDecimal(inputPerToken), new BigDecimal(outputPerToken));
        facts = new ModelFacts(
                "chat", null, facts.maxInputTokens(), null, price, facts.unsupportedParameters(), Map.of());
        return this;
    }

    public ADeployment serving(CallType... types) {
        facts = new ModelFacts(
                "chat", null, null, null, facts.price(), Set.of(), Map.of(), Abilities.UNKNOWN, Set.of(types));
        return this;
    }

    public ADeployment taking(long maxInputTokens) {
        facts = new ModelFacts(
                "chat", null, maxInputTokens, null, facts.price(), facts.unsupportedParameters(), Map.of());
        return this;
    }

    public ADeployment notTaking(String... parameters) {
        facts = new ModelFacts("chat", null, facts.maxInputTokens(), null, facts.price(), Set.of(parameters), Map.of());
        return this;
    }

    public ADeployment ofTeam(String teamId) {
        visibility = new Visibility(teamId, visibility.teamPublicName(), visibility.accessGroups());
        return this;
    }

    public ADeployment calledByTeam(String publicName) {
        visibility = new Visibility(visibility.teamId(), publicName, visibility.accessGroups());
        return this;
    }

    public ADeployment inAccessGroups(String... groups) {
        visibility = new Visibility(visibility.teamId(), visibility.teamPublicName(), Set.of(groups));
        return this;
    }

    public ADeployment budget(String dollars) {
        builder.budget(new RoutingBudget(new BigDecimal(dollars), Duration.ofDays(1)));
        return this;
    }

    public ADeployment blocked() {
        builder.blocked(true);
        return this;
    }

    public ADeployment outOfService(String reason) {
        builder.outOfService(reason);
        return this;
    }

    /** For what this builder has no word for. */
    public ADeployment with(Consumer<Deployment.Builder> change) {
        change.accept(builder);
        return this;
    }

    public Deployment build() {
        return builder.tagRules(new TagRules(tags, patterns, filtering, failOpen))
                .capacity(capacity)
                .facts(facts)
                .visibility(visibility)
                .build();
    }
}
