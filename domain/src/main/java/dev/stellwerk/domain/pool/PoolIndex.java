package dev.stellwerk.domain.pool;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.spi.routing.Mark;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Stated;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What filters ask of a group, worked out once: for every tag, region, team, access group and order tier the places of
 * those members that have it. Knows nothing that depends on the model a wildcard stands for.
 */
final class PoolIndex {
    final Map<String, Integer> places = new HashMap<>();
    final Map<String, Places> byTag;
    final Map<String, Places> byAllowedRegion;
    final NavigableMap<Integer, Places> byOrder;
    final Map<String, Places> byTeam;
    final Map<String, Places> byAccessGroup;
    final Map<String, RoutingBudget> budgets;
    final Places all;
    final Places none;
    final Places openToAllTeams;
    final boolean openToAnybody;
    final Places inNoAccessGroup;
    final boolean failOpen;
    final @Nullable Boolean tagFiltering;
    private final Places[] marked;
    private final double[][] figures;
    private final double[] sums;

    PoolIndex(List<Deployment> members, RegionTree regions) {
        for (int i = 0; i < members.size(); i++) {
            places.putIfAbsent(members.get(i).id().value(), i);
        }
        figures = Arrays.stream(Stated.values())
                .map(figure -> figures(members, figure))
                .toArray(double[][]::new);
        sums = Arrays.stream(figures).mapToDouble(PoolIndex::addedUp).toArray();
        all = Places.all(members.size());
        none = Places.none(members.size());
        byTag = index(members, d -> d.tagRules().tags());
        byAllowedRegion = indexRegions(members, regions);
        byOrder = Collections.unmodifiableNavigableMap(new TreeMap<>(
                index(members, d -> Optional.ofNullable(d.order()).stream().toList())));
        byTeam = index(
                members,
                d -> Optional.ofNullable(d.visibility().teamId()).stream().toList());
        byAccessGroup = index(members, d -> d.visibility().accessGroups());
        openToAllTeams = places(members, d -> d.visibility().teamId() == null);
        openToAnybody = members.isEmpty() || !openToAllTeams.isEmpty();
        inNoAccessGroup = places(members, d -> d.visibility().accessGroups().isEmpty());
        marked = Arrays.stream(Mark.values())
                .map(mark -> places(members, d -> bears(d, mark)))
                .toArray(Places[]::new);
        var ofMembers = new HashMap<String, RoutingBudget>();
        for (Deployment member : members) {
            if (member.budget() != null) {
                ofMembers.put(member.id().value(), member.budget());
            }
        }
        budgets = Map.copyOf(ofMembers);
        failOpen = members.stream().anyMatch(d -> d.tagRules().failOpen());
        tagFiltering = groupSwitch(members);
    }

    private static boolean bears(Deployment deployment, Mark mark) {
        return switch (mark) {
            case PAUSED -> deployment.blocked();
            case OUT_OF_SERVICE -> deployment.outOfService() != null;
            case WITH_BUDGET -> deployment.budget() != null;
            case WITH_USER_AGENT_PATTERN ->
                !deployment.tagRules().userAgentPatterns().isEmpty();
        };
    }

    private static double[] figures(List<Deployment> members, Stated figure) {
        return members.stream().mapToDouble(d -> d.capacity().stated(figure)).toArray();
    }

    /** What all members state together. */
    @SuppressWarnings("EnumOrdinal") // an index of an array that never leaves this object, asked for in each decision
    double sum(Stated figure) {
        return sums[figure.ordinal()];
    }

    @SuppressWarnings("EnumOrdinal") // as above
    double[] figures(Stated figure) {
        return figures[figure.ordinal()];
    }

    /** In their order, as whoever draws lots goes through them. */
    private static double addedUp(double[] figures) {
        double sum = 0;
        for (double figure : figures) {
            sum += figure;
        }
        return sum;
    }

    @SuppressWarnings("EnumOrdinal") // as above
    Places marked(Mark mark) {
        return marked[mark.ordinal()];
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

    private Map<String, Places> indexRegions(List<Deployment> members, RegionTree regions) {
        Set<Region> known = new HashSet<>(regions.regions());
        members.forEach(d -> d.region().ifPresent(known::add));
        var index = new HashMap<String, Places>();
        for (Region allowed : known) {
            index.put(
                    allowed.name(),
                    places(
                            members,
                            d -> d.region()
                                    .filter(actual -> regions.admits(allowed, actual))
                                    .isPresent()));
        }
        return index;
    }

    private <K> Map<K, Places> index(List<Deployment> members, Function<Deployment, Collection<K>> keys) {
        var index = new HashMap<K, Set<Integer>>();
        for (int i = 0; i < members.size(); i++) {
            for (K key : keys.apply(members.get(i))) {
                index.computeIfAbsent(key, _ -> new HashSet<>()).add(i);
            }
        }
        var places = new HashMap<K, Places>();
        index.forEach((key, those) -> places.put(key, shared(Places.where(members.size(), those::contains))));
        return places;
    }

    private Places places(List<Deployment> members, Predicate<Deployment> test) {
        return shared(Places.where(members.size(), place -> test.test(members.get(place))));
    }

    /** One set for everybody and one for nobody, by which a decision sees at once that it has nothing to do. */
    private Places shared(Places some) {
        return some.equals(all) ? all : some.isEmpty() ? none : some;
    }

    /** What the index has under any of the keys, together with {@code start}. */
    static Places union(Places start, Map<String, Places> index, Collection<String> keys) {
        Places union = start;
        for (String key : keys) {
            Places more = index.get(key);
            if (more != null) {
                union = union.or(more);
            }
        }
        return union;
    }
}
