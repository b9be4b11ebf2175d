package dev.stellwerk.domain.pool;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.TrafficView;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of one model group in configuration order, indexed so that a group of ten thousand is filtered as
 * fast as one of ten: for every tag, region and order tier there is the set of its places.
 *
 * <p>Immutable, but for the live traffic of each deployment, which is looked up once, when the pool is built, so that a
 * decision never has to, and for the number of its next decision. What filters and strategies may see of it is
 * {@link #view}, which leads to nothing that can be written to.
 */
public final class DeploymentPool {
    private final String name;
    private final String configuredName;
    private final Deployment[] deployments;
    private final DeploymentTraffic[] traffic;
    private final PoolIndex index;
    private final TrafficBoard board;
    private final PoolMeter meter;
    private final AtomicLong turns;
    private final LongSupplier nextTurn;
    private final LongSupplier comingTurn;
    private final GroupView view;

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
        this.name = name;
        this.configuredName = configuredName;
        this.deployments = members.toArray(Deployment[]::new);
        this.traffic = members.stream().map(d -> board.of(d.id())).toArray(DeploymentTraffic[]::new);
        this.index = new PoolIndex(members, regions);
        this.board = board;
        this.meter = new PoolMeter(index, traffic);
        this.turns = new AtomicLong();
        this.nextTurn = turns::getAndIncrement;
        this.comingTurn = turns::get;
        this.view = show(members.stream().map(ShownDeployment::new).toArray(DeploymentView[]::new));
    }

    /** What a pattern's pool becomes under a name that it matched: other deployments, everything else shared. */
    private DeploymentPool(DeploymentPool pattern, String name, Deployment[] deployments) {
        this.name = name;
        this.configuredName = pattern.configuredName;
        this.deployments = deployments;
        this.traffic = pattern.traffic;
        this.index = pattern.index;
        this.board = pattern.board;
        this.meter = pattern.meter;
        this.turns = pattern.turns;
        this.nextTurn = pattern.nextTurn;
        this.comingTurn = pattern.comingTurn;
        var shown = new DeploymentView[deployments.length];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = new ShownDeployment(
                    deployments[i], pattern.view.deployment(i).apiBase());
        }
        this.view = show(shown);
    }

    private GroupView show(DeploymentView[] shown) {
        return new PoolView(
                name,
                shown,
                Arrays.stream(traffic).map(DeploymentTraffic::view).toArray(TrafficView[]::new),
                index,
                board::anyCooling);
    }

    /**
     * The same group under a name that its pattern matched.
     *
     * @param concrete may change what the upstream is asked for and what is known of its model, nothing else
     */
    public DeploymentPool under(String matchedName, UnaryOperator<Deployment> concrete) {
        var filled = new Deployment[deployments.length];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = concrete.apply(deployments[i]);
        }
        return new DeploymentPool(this, matchedName, filled);
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
        return index.places.getOrDefault(id.value(), -1);
    }

    /** Whether a team, or a caller of none, may know of any member; a group without members is everybody's. */
    public boolean openTo(@Nullable String teamId) {
        return index.openToAnybody || (teamId != null && index.byTeam.containsKey(teamId));
    }

    /** The group as filters and strategies see it. */
    public GroupView view() {
        return view;
    }

    /** The budgets of those members that have one, by id. */
    public Map<String, RoutingBudget> budgets() {
        return index.budgets;
    }

    /** How much of what the group states is used this minute; a second old at most where the group is large. */
    public PoolUsage usage(long minute, long nowNanos) {
        return meter.read(minute, nowNanos);
    }

    /** The order tiers present, lowest first. */
    public List<Integer> orders() {
        return new ArrayList<>(index.byOrder.keySet());
    }

    /** The tiers with their deployments, lowest first. */
    public SequencedMap<Integer, Places> tiers() {
        return index.byOrder;
    }

    /**
     * Gives decisions their number, counted from 0.
     *
     * @param rehearsing tells the next number without using it up
     */
    public LongSupplier turns(boolean rehearsing) {
        return rehearsing ? comingTurn : nextTurn;
    }
}
