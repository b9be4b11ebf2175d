package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Asker;
import dev.stellwerk.domain.routing.request.RoutingRequest.Facts;
import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.CallerView;
import dev.stellwerk.domain.spi.routing.RegionRule;
import dev.stellwerk.domain.spi.routing.RequestTags;
import dev.stellwerk.domain.spi.routing.RequestView;
import dev.stellwerk.domain.spi.routing.RouterRules;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.SpendView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What filters and strategies see of a decision besides the deployments: time and chance, the request, and who asks. It
 * holds the parts that may be shown and nothing behind them, never the request: its other parts lead to the caller's
 * authority, or to an endpoint. One object for all three, as there is one for each decision.
 *
 * <p>Belongs to one decision and one thread.
 */
final class ContextView implements RoutingContext, RequestView, CallerView {
    private static final long UNASKED = -1;

    private final Moment now;
    private final RandomGenerator random;
    private final LongSupplier turns;
    private final RouterRules rules;
    private final SpendView spend;
    private final String model;
    private final Facts facts;
    private final @Nullable String teamId;
    private final @Nullable Set<String> accessGroups;
    private final List<? extends RegionRule> regions;
    private final RequestTags tags;
    private final List<DeploymentId> favourites;
    private final DecisionContext.Earlier earlier;
    private long turn = UNASKED;

    /** @param turns gives the decision its number, when it is first asked for */
    ContextView(DecisionContext context, RandomGenerator random, LongSupplier turns, SpendView spend) {
        RoutingRequest request = context.request();
        RoutingRequest.Constraints constraints = request.constraints();
        this.now = context.now();
        this.random = random;
        this.turns = turns;
        this.rules = context.settings();
        this.spend = spend;
        this.model = request.model();
        this.facts = request.facts();
        this.teamId = constraints.teamId();
        this.accessGroups = constraints.accessGroups();
        this.regions = constraints.regions();
        this.tags = constraints.tags();
        this.favourites = request.preferred();
        this.earlier = context.earlier();
    }

    // ---- the decision

    @Override
    public Moment now() {
        return now;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public long turn() {
        if (turn == UNASKED) {
            turn = turns.getAsLong();
        }
        return turn;
    }

    @Override
    public RequestView request() {
        return this;
    }

    @Override
    public RouterRules rules() {
        return rules;
    }

    @Override
    public SpendView spend() {
        return spend;
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
    public boolean credentialBrought() {
        return facts.credentialBrought();
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
        return List.copyOf(regions);
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

    private Asker asker() {
        return facts.asker();
    }

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
