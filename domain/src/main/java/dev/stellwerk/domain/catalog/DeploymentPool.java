package dev.stellwerk.domain.catalog;

import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of one model group in configuration order, indexed so that a group of ten thousand is filtered as
 * fast as one of ten: for every tag, region and order tier there is a bit set with one bit for each deployment.
 *
 * <p>Immutable, but for the live traffic of each deployment, which is looked up once, when the pool is built, so that a
 * decision never has to.
 */
public final class DeploymentPool {
    private final String name;
    private final Deployment[] deployments;
    private final DeploymentTraffic[] traffic;
    private final Map<String, long[]> byTag;
    private final Map<Region, long[]> byAllowedRegion;
    private final NavigableMap<Integer, long[]> byOrder;
    private final long[] everyone;
    private final long[] usable;
    private final long[] withPatterns;
    private final long[] openToAllTeams;
    private final boolean restrictedByAccessGroup;
    private final boolean failOpen;
    private final int filtering;

    /**
     * @param name the group's name
     * @param members in configuration order
     * @param regions which region lies in which
     * @param board where the traffic of each deployment is kept
     */
    public DeploymentPool(String name, List<Deployment> members, RegionTree regions, TrafficBoard board) {
        this.name = name;
        deployments = members.toArray(Deployment[]::new);
        traffic = members.stream().map(d -> board.of(d.id())).toArray(DeploymentTraffic[]::new);
        byTag = indexTags(members);
        byAllowedRegion = indexRegions(members, regions);
        byOrder = indexOrders(members);
        everyone = bitsOf(_ -> true);
        usable = bitsOf(d -> !d.blocked() && d.outOfService() == null);
        withPatterns = bitsOf(d -> !d.tagRules().userAgentPatterns().isEmpty());
        openToAllTeams = bitsOf(d -> d.visibility().teamId() == null);
        restrictedByAccessGroup =
                members.stream().anyMatch(d -> !d.visibility().accessGroups().isEmpty());
        failOpen = members.stream().anyMatch(d -> d.tagRules().failOpen());
        filtering = groupSwitch(members);
    }

    private static int groupSwitch(List<Deployment> members) {
        int verdict = 0;
        for (Deployment member : members) {
            Boolean own = member.tagRules().filtering();
            if (own != null) {
                verdict = own || verdict > 0 ? 1 : -1;
            }
        }
        return verdict;
    }

    private static Map<String, long[]> indexTags(List<Deployment> members) {
        var index = new HashMap<String, long[]>();
        for (int i = 0; i < members.size(); i++) {
            for (String tag : members.get(i).tagRules().tags()) {
                set(index.computeIfAbsent(tag, _ -> new long[words(members.size())]), i);
            }
        }
        return index;
    }

    private static Map<Region, long[]> indexRegions(List<Deployment> members, RegionTree regions) {
        Set<Region> known = new HashSet<>(regions.regions());
        members.forEach(d -> d.region().ifPresent(known::add));
        var index = new HashMap<Region, long[]>();
        for (Region allowed : known) {
            var bits = new long[words(members.size())];
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i)
                        .region()
                        .filter(r -> regions.admits(allowed, r))
                        .isPresent()) {
                    set(bits, i);
                }
            }
            index.put(allowed, bits);
        }
        return index;
    }

    private static NavigableMap<Integer, long[]> indexOrders(List<Deployment> members) {
        var index = new TreeMap<Integer, long[]>();
        for (int i = 0; i < members.size(); i++) {
            Integer order = members.get(i).order();
            if (order != null) {
                set(index.computeIfAbsent(order, _ -> new long[words(members.size())]), i);
            }
        }
        return index;
    }

    /** One bit for each deployment that passes the test. */
    public long[] bitsOf(Predicate<Deployment> test) {
        var bits = new long[words(deployments.length)];
        for (int i = 0; i < deployments.length; i++) {
            if (test.test(deployments[i])) {
                set(bits, i);
            }
        }
        return bits;
    }

    private static int words(int size) {
        return (size + Long.SIZE - 1) >>> 6;
    }

    private static void set(long[] bits, int index) {
        bits[index >>> 6] |= 1L << index;
    }

    /** The group's name: what clients send, or what an alias leads to. */
    public String name() {
        return name;
    }

    public int size() {
        return deployments.length;
    }

    public Deployment deployment(int index) {
        return deployments[index];
    }

    public DeploymentTraffic traffic(int index) {
        return traffic[index];
    }

    /** All deployments, in configuration order. */
    public List<Deployment> deployments() {
        return List.of(deployments);
    }

    /** The place of a deployment in this group, or -1. */
    public int indexOf(DeploymentId id) {
        for (int i = 0; i < deployments.length; i++) {
            if (deployments[i].id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** A fresh set with every bit set. */
    public long[] everyone() {
        return everyone.clone();
    }

    /** Those neither paused nor out of service. Not to be written to. */
    public long[] usable() {
        return usable;
    }

    /** Those that carry the tag, in service or not; null when nobody does. Not to be written to. */
    public long @Nullable [] carriersOf(String tag) {
        return byTag.get(tag);
    }

    /** Those with patterns for the user agent. Not to be written to. */
    public long[] withPatterns() {
        return withPatterns;
    }

    /** Those that belong to no team. Not to be written to. */
    public long[] openToAllTeams() {
        return openToAllTeams;
    }

    /** Whether any deployment belongs to an access group. */
    public boolean restrictedByAccessGroup() {
        return restrictedByAccessGroup;
    }

    /** Those within any of the allowed regions. */
    public long[] within(Collection<Region> allowed) {
        var union = new long[everyone.length];
        for (Region region : allowed) {
            long[] bits = byAllowedRegion.get(region);
            if (bits != null) {
                for (int w = 0; w < union.length; w++) {
                    union[w] |= bits[w];
                }
            }
        }
        return union;
    }

    /** The order tiers present, lowest first. */
    public List<Integer> orders() {
        return new ArrayList<>(byOrder.keySet());
    }

    /** Whether any deployment has an order. */
    public boolean ordered() {
        return !byOrder.isEmpty();
    }

    /** The tiers with their deployments, lowest first. Not to be written to. */
    public Iterable<Map.Entry<Integer, long[]>> tiers() {
        return byOrder.entrySet();
    }

    /** The group's own switch for tag filtering, or the router's setting where it has none. */
    public boolean tagFiltering(boolean routerSetting) {
        return filtering == 0 ? routerSetting : filtering > 0;
    }

    /** Whether a caller's own constraints may fall open. */
    public boolean failOpen() {
        return failOpen;
    }
}
