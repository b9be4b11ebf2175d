package dev.stellwerk.domain.pool;

import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What filters ask of a group, worked out once: for every tag, region, team, access group and order tier a bit set with
 * one bit for each member. Knows nothing that depends on the model a wildcard stands for.
 */
final class PoolIndex {
    final Map<DeploymentId, Integer> places = new HashMap<>();
    final Map<String, long[]> byTag;
    final Map<Region, long[]> byAllowedRegion;
    final NavigableMap<Integer, long[]> byOrder;
    final Map<String, long[]> byTeam;
    final Map<String, long[]> byAccessGroup;
    final Map<Capacity.Figure, double[]> figures = new EnumMap<>(Capacity.Figure.class);
    final long[] everyone;
    final long[] openToAllTeams;
    final long[] inNoAccessGroup;
    final long[] outOfService;
    final long[] paused;
    final long[] withPatterns;
    final long[] withBudget;
    final boolean failOpen;
    final @Nullable Boolean tagFiltering;

    PoolIndex(List<Deployment> members, RegionTree regions) {
        for (int i = 0; i < members.size(); i++) {
            places.putIfAbsent(members.get(i).id(), i);
        }
        for (Capacity.Figure figure : Capacity.Figure.values()) {
            figures.put(
                    figure,
                    members.stream()
                            .mapToDouble(d -> d.capacity().stated(figure))
                            .toArray());
        }
        byTag = index(members, d -> d.tagRules().tags());
        byAllowedRegion = indexRegions(members, regions);
        byOrder = new TreeMap<>(
                index(members, d -> Optional.ofNullable(d.order()).stream().toList()));
        byTeam = index(
                members,
                d -> Optional.ofNullable(d.visibility().teamId()).stream().toList());
        byAccessGroup = index(members, d -> d.visibility().accessGroups());
        everyone = bits(members, _ -> true);
        openToAllTeams = bits(members, d -> d.visibility().teamId() == null);
        inNoAccessGroup = bits(members, d -> d.visibility().accessGroups().isEmpty());
        outOfService = bits(members, d -> d.outOfService() != null);
        paused = bits(members, Deployment::blocked);
        withPatterns = bits(members, d -> !d.tagRules().userAgentPatterns().isEmpty());
        withBudget = bits(members, d -> d.budget() != null);
        failOpen = members.stream().anyMatch(d -> d.tagRules().failOpen());
        tagFiltering = groupSwitch(members);
    }

    double[] figures(Capacity.Figure figure) {
        return Objects.requireNonNull(figures.get(figure));
    }

    /** On, if any member says so; off, if only such members say anything. */
    private static @Nullable Boolean groupSwitch(List<Deployment> members) {
        Boolean verdict = null;
        for (Deployment member : members) {
            Boolean own = member.tagRules().filtering();
            if (own != null) {
                verdict = own || Boolean.TRUE.equals(verdict);
            }
        }
        return verdict;
    }

    private static Map<Region, long[]> indexRegions(List<Deployment> members, RegionTree regions) {
        Set<Region> known = new HashSet<>(regions.regions());
        members.forEach(d -> d.region().ifPresent(known::add));
        var index = new HashMap<Region, long[]>();
        for (Region allowed : known) {
            index.put(
                    allowed,
                    bits(
                            members,
                            d -> d.region()
                                    .filter(actual -> regions.admits(allowed, actual))
                                    .isPresent()));
        }
        return index;
    }

    private static <K> Map<K, long[]> index(List<Deployment> members, Function<Deployment, Collection<K>> keys) {
        var index = new HashMap<K, long[]>();
        for (int i = 0; i < members.size(); i++) {
            for (K key : keys.apply(members.get(i))) {
                set(index.computeIfAbsent(key, _ -> new long[words(members.size())]), i);
            }
        }
        return index;
    }

    private static long[] bits(List<Deployment> members, Predicate<Deployment> test) {
        var bits = new long[words(members.size())];
        for (int i = 0; i < members.size(); i++) {
            if (test.test(members.get(i))) {
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

    /** The union of {@code start} and what the index has under the keys. */
    static <K> long[] union(long[] start, Map<K, long[]> index, Collection<K> keys) {
        long[] union = start.clone();
        for (K key : keys) {
            long[] bits = index.get(key);
            if (bits != null) {
                for (int w = 0; w < union.length; w++) {
                    union[w] |= bits[w];
                }
            }
        }
        return union;
    }
}
