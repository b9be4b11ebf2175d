package dev.stellwerk.domain.pool;

import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of one model group in configuration order, indexed so that a group of ten thousand is filtered as
 * fast as one of ten: for every tag, region and order tier there is a bit set with one bit for each deployment. The bit
 * sets it hands out are its own and not to be written to.
 *
 * <p>Immutable, but for the live traffic of each deployment, which is looked up once, when the pool is built, so that a
 * decision never has to.
 */
public final class DeploymentPool {
    private final String name;
    private final String configuredName;
    private final Deployment[] deployments;
    private final DeploymentTraffic[] traffic;
    private final PoolIndex index;
    private final long[] nobody;
    private final TrafficBoard board;
    private final PoolMeter meter;

    /**
     * @param name the group's name
     * @param members in configuration order
     * @param regions which region lies in which
     * @param board where the traffic of each deployment is kept
     */
    public DeploymentPool(String name, List<Deployment> members, RegionTree regions, TrafficBoard board) {
        this(name, name, members, regions, board);
    }

    /**
     * A group of a name that a pattern matched.
     *
     * @param configuredName the pattern
     */
    public DeploymentPool(
            String name, String configuredName, List<Deployment> members, RegionTree regions, TrafficBoard board) {
        this(
                name,
                configuredName,
                members.toArray(Deployment[]::new),
                members.stream().map(d -> board.of(d.id())).toArray(DeploymentTraffic[]::new),
                new PoolIndex(members, regions),
                board,
                null);
    }

    private DeploymentPool(
            String name,
            String configuredName,
            Deployment[] deployments,
            DeploymentTraffic[] traffic,
            PoolIndex index,
            TrafficBoard board,
            @Nullable PoolMeter meter) {
        this.name = name;
        this.configuredName = configuredName;
        this.deployments = deployments;
        this.traffic = traffic;
        this.index = index;
        this.board = board;
        this.nobody = new long[index.everyone.length];
        this.meter = meter != null ? meter : new PoolMeter(index, traffic);
    }

    /**
     * The same group under a name that its pattern matched.
     *
     * @param concrete may change what the upstream is asked for, and nothing that filters look at
     */
    public DeploymentPool under(String matchedName, UnaryOperator<Deployment> concrete) {
        var filled = new Deployment[deployments.length];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = concrete.apply(deployments[i]);
        }
        return new DeploymentPool(matchedName, configuredName, filled, traffic, index, board, meter);
    }

    /** The group's name: what clients send, or what an alias leads to. */
    public String name() {
        return name;
    }

    /** The name in the configuration: the pattern, where {@link #name} is what it matched. */
    public String configuredName() {
        return configuredName;
    }

    public int size() {
        return deployments.length;
    }

    public Deployment deployment(int place) {
        return deployments[place];
    }

    public DeploymentTraffic traffic(int place) {
        return traffic[place];
    }

    /** All deployments, in configuration order. */
    public List<Deployment> deployments() {
        return List.of(deployments);
    }

    /** The place of a deployment in this group, or -1. */
    public int indexOf(DeploymentId id) {
        return index.places.getOrDefault(id, -1);
    }

    /** What each deployment states under a figure, 0 for nothing, by its place. Not to be written to. */
    public double[] figures(Capacity.Figure figure) {
        return index.figures(figure);
    }

    /** Whether anybody may be cooling down, in this group or another: when not, nobody has to be asked. */
    public boolean anyMayBeCooling(long nowNanos) {
        return board.anyCooling(nowNanos);
    }

    /** How much of what the group states is used this minute; a second old at most where the group is large. */
    public PoolUsage usage(long minute, long nowNanos) {
        return meter.read(minute, nowNanos);
    }

    // ---- bit sets

    /** A set without a bit. */
    public long[] nobody() {
        return nobody;
    }

    public long[] everyone() {
        return index.everyone;
    }

    /** Those that carry the tag, in service or not; null when nobody does. */
    public long @Nullable [] carriersOf(String tag) {
        return index.byTag.get(tag);
    }

    /** Those with patterns for the user agent. */
    public long[] withPatterns() {
        return index.withPatterns;
    }

    /** Those that belong to this team or to none. */
    public long[] openToTeam(@Nullable String teamId) {
        long[] own = teamId == null ? null : index.byTeam.get(teamId);
        return own == null
                ? index.openToAllTeams
                : PoolIndex.union(index.openToAllTeams, index.byTeam, List.of(teamId));
    }

    /** Those in one of these access groups or in none at all. */
    public long[] openToAccessGroups(Set<String> granted) {
        return index.byAccessGroup.isEmpty()
                ? index.everyone
                : PoolIndex.union(index.inNoAccessGroup, index.byAccessGroup, granted);
    }

    /** Those within any of the allowed regions. */
    public long[] within(Collection<Region> allowed) {
        if (allowed.size() == 1) {
            return index.byAllowedRegion.getOrDefault(allowed.iterator().next(), nobody);
        }
        return PoolIndex.union(nobody, index.byAllowedRegion, allowed);
    }

    /** Those that cannot be called as configured. */
    public long[] outOfService() {
        return index.outOfService;
    }

    /** Those that an admin has paused. */
    public long[] paused() {
        return index.paused;
    }

    /** Those with a budget of their own. */
    public long[] withBudget() {
        return index.withBudget;
    }

    /** The order tiers present, lowest first. */
    public List<Integer> orders() {
        return new ArrayList<>(index.byOrder.keySet());
    }

    /** The tiers with their deployments, lowest first. */
    public Iterable<Map.Entry<Integer, long[]>> tiers() {
        return index.byOrder.entrySet();
    }

    // ---- switches of the group

    /** The group's own switch for tag filtering, or the router's setting where it has none. */
    public boolean tagFiltering(boolean routerSetting) {
        return index.tagFiltering == null ? routerSetting : index.tagFiltering;
    }

    /** Whether a caller's own constraints may fall open. */
    public boolean failOpen() {
        return index.failOpen;
    }
}
