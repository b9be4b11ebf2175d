package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Asker;
import dev.stellwerk.domain.routing.request.RoutingRequest.Facts;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.CallerView;
import dev.stellwerk.domain.spi.routing.RegionRule;
import dev.stellwerk.domain.spi.routing.RequestTags;
import dev.stellwerk.domain.spi.routing.RequestView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What filters and strategies see of a request and of who asks. Holds the parts of the request that may be shown, never
 * the request: its other parts lead to the caller's authority.
 */
final class AttemptView implements RequestView, CallerView {
    private final String model;
    private final Facts facts;
    private final @Nullable String teamId;
    private final @Nullable Set<String> accessGroups;
    private final List<RegionRule> regions;
    private final TagsView tags;
    private final List<DeploymentId> favourites;
    private final DecisionContext.Earlier earlier;

    AttemptView(DecisionContext context) {
        RoutingRequest request = context.request();
        RoutingRequest.Constraints constraints = request.constraints();
        model = request.model();
        facts = request.facts();
        teamId = constraints.teamId();
        accessGroups = constraints.accessGroups();
        regions = List.copyOf(constraints.regions());
        tags = new TagsView(
                constraints.tags().markedBy(context.settings().tags().routingPrefix()),
                constraints.tagPolicy(),
                constraints.tagFilteringForced());
        favourites = request.preferred();
        earlier = context.earlier();
    }

    private Asker asker() {
        return facts.asker();
    }

    // ---- the request

    @Override
    public String model() {
        return model;
    }

    @Override
    public CallType callType() {
        return facts.callType();
    }

    @Override
    public boolean streaming() {
        return facts.streaming();
    }

    @Override
    public long promptTokens() {
        return facts.promptTokens();
    }

    @Override
    public long outputTokensMax() {
        return facts.outputTokensMax();
    }

    @Override
    public Set<String> parameters() {
        return facts.parameters();
    }

    @Override
    public CallerView caller() {
        return this;
    }

    @Override
    public RequestTags tags() {
        return tags;
    }

    @Override
    public List<RegionRule> regions() {
        return regions;
    }

    @Override
    public Optional<String> userAgent() {
        return Optional.ofNullable(facts.userAgent());
    }

    @Override
    public int attempt() {
        return earlier.attempts() + 1;
    }

    @Override
    public boolean failedBefore(String deploymentId) {
        return earlier.failed().contains(new DeploymentId(deploymentId));
    }

    @Override
    public List<String> favourites() {
        return favourites.stream().map(DeploymentId::value).toList();
    }

    // ---- who asks

    @Override
    public Optional<String> teamId() {
        return Optional.ofNullable(teamId);
    }

    @Override
    public Optional<String> teamAlias() {
        return Optional.ofNullable(asker().teamAlias());
    }

    @Override
    public Optional<String> keyAlias() {
        return Optional.ofNullable(asker().keyAlias());
    }

    @Override
    public Optional<String> endUser() {
        return Optional.ofNullable(asker().customer());
    }

    @Override
    public Optional<Set<String>> accessGroups() {
        return Optional.ofNullable(accessGroups);
    }

    @Override
    public boolean admin() {
        return asker().admin();
    }
}
