package dev.stellwerk.domain.region;

import dev.stellwerk.domain.spi.InvalidValue;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Regions within regions: an allowed region admits itself and everything below it, nothing above or beside. */
public final class RegionTree {
    /** No region lies in another. */
    public static final RegionTree FLAT = new RegionTree(Map.of());

    private final Map<Region, Set<Region>> admitted;

    /**
     * @param children each region with those directly below it
     * @throws InvalidValue when a region lies, over any number of steps, in itself
     */
    public RegionTree(Map<Region, Set<Region>> children) {
        var below = new HashMap<Region, Set<Region>>();
        for (Region top : children.keySet()) {
            below.put(top, Set.copyOf(collect(top, children)));
        }
        admitted = Map.copyOf(below);
    }

    private static Set<Region> collect(Region top, Map<Region, Set<Region>> children) {
        var found = new HashSet<Region>();
        var open = new ArrayDeque<Region>(Set.of(top));
        while (!open.isEmpty()) {
            Region region = open.remove();
            if (!found.add(region)) {
                continue;
            }
            for (Region child : children.getOrDefault(region, Set.of())) {
                if (child.equals(top)) {
                    throw new InvalidValue("regions", top.name(), "a region must not lie in itself");
                }
                open.add(child);
            }
        }
        return found;
    }

    /** Whether a rule that allows {@code allowed} admits a deployment in {@code actual}. */
    public boolean admits(Region allowed, Region actual) {
        return allowed.equals(actual)
                || admitted.getOrDefault(allowed, Set.of()).contains(actual);
    }

    /** Every region the tree names. */
    public Set<Region> regions() {
        var all = new HashSet<Region>(admitted.keySet());
        admitted.values().forEach(all::addAll);
        return all;
    }
}
