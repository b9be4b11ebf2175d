package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Reading;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts from a request that asks for nothing special, under the default settings, so that a test names only what it is about. */
public final class AContext {
    private final List<Tags> tags = new ArrayList<>();
    private final List<RegionRestriction> regions = new ArrayList<>();
    private List<DeploymentId> preferred = List.of();
    private @Nullable String teamId;
    private @Nullable Set<String> accessGroups;
    private boolean tagFilteringForced;
    private TagPolicy tagPolicy = TagPolicy.STRICT;
    private boolean streaming;
    private CallType callType = CallType.CHAT;
    private long promptTokens;
    private @Nullable String userAgent;
    private Set<String> parameters = Set.of();
    private RoutingRequest.Asker asker = RoutingRequest.Asker.NOBODY;
    private RoutingSettings settings = RoutingSettings.DEFAULTS;
    private SpentBudgets budgets = SpentBudgets.NOTHING;
    private RandomGenerator random = new SplittableRandom(42);
    private Time time = new VirtualTime();
    private DecisionContext.Earlier earlier = DecisionContext.Earlier.NOTHING;

    public AContext tags(TagSource source, String... names) {
        tags.add(new Tags(source, List.of(names)));
        return this;
    }

    private record Tags(TagSource source, List<String> names) {}

    private SourcedTags sourcedTags() {
        var all = new SourcedTags.Builder(settings.tags().routingPrefix());
        tags.forEach(some -> all.add(some.source, some.names));
        return all.build();
    }

    /** Tags of the caller, under a router that filters by tags. */
    public AContext tagged(String... names) {
        return tags(TagSource.BODY, names).filteringTags();
    }

    public AContext filteringTags() {
        return tagSettings(new RoutingSettings.Tags(true, true, "", TagPolicy.STRICT));
    }

    public AContext tagSettings(RoutingSettings.Tags value) {
        settings = settings.withTags(value);
        return this;
    }

    public AContext tagFilteringForced() {
        tagFilteringForced = true;
        return this;
    }

    public AContext callType(CallType value) {
        callType = value;
        return this;
    }

    public AContext tagPolicy(TagPolicy value) {
        tagPolicy = value;
        return this;
    }

    public AContext in(RegionRestriction.Source source, String... allowed) {
        regions.add(new RegionRestriction(
                source, Stream.of(allowed).map(Region::new).collect(Collectors.toSet())));
        return this;
    }

    public AContext team(@Nullable String id) {
        teamId = id;
        return this;
    }

    public AContext accessGroups(String... granted) {
        accessGroups = Set.of(granted);
        return this;
    }

    public AContext streaming() {
        streaming = true;
        return this;
    }

    public AContext promptTokens(long tokens) {
        promptTokens = tokens;
        return this;
    }

    public AContext userAgent(String value) {
        userAgent = value;
        return this;
    }

    public AContext parameters(String... names) {
        parameters = Set.of(names);
        return this;
    }

    public AContext preferring(String... ids) {
        preferred = Stream.of(ids).map(DeploymentId::new).toList();
        return this;
    }

    public AContext settings(RoutingSettings value) {
        settings = value;
        return this;
    }

    public AContext budgets(SpentBudgets value) {
        budgets = value;
        return this;
    }

    public AContext random(RandomGenerator value) {
        random = value;
        return this;
    }

    public AContext time(Time value) {
        time = value;
        return this;
    }

    public AContext askedBy(RoutingRequest.Asker value) {
        asker = value;
        return this;
    }

    public AContext after(DecisionContext.Earlier value) {
        earlier = value;
        return this;
    }

    public RoutingRequest request() {
        var constraints = new RoutingRequest.Constraints(
                teamId, accessGroups, regions, sourcedTags(), tagFilteringForced, tagPolicy, (_, _) -> true);
        var facts = new RoutingRequest.Facts(callType, streaming, promptTokens, 0, userAgent, parameters, asker);
        return new RoutingRequest("chat", constraints, facts, RoutingRequest.Overrides.NONE, preferred);
    }

    public DecisionContext build() {
        return new DecisionContext(request(), settings, budgets, random, Reading.of(time), earlier);
    }
}
