package dev.stellwerk.domain.region;

import dev.stellwerk.domain.spi.routing.RegionRule;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One restriction to regions. Several intersect: a deployment must satisfy each. Immutable. */
public final class RegionRestriction implements RegionRule {
    private final Source origin;
    private final Set<Region> regions;
    private final Set<String> names;

    /** Who set it. */
    public enum Source {
        CUSTOMER("end_user"),
        KEY("key"),
        TEAM("team"),
        BODY("body");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public RegionRestriction(Source origin, Set<Region> regions) {
        this.origin = origin;
        this.regions = Set.copyOf(regions);
        names = regions.stream().map(Region::name).collect(Collectors.toUnmodifiableSet());
    }

    public Source origin() {
        return origin;
    }

    public Set<Region> regions() {
        return regions;
    }

    @Override
    public String source() {
        return origin.label();
    }

    @Override
    public Set<String> allowed() {
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegionRestriction rule && rule.origin == origin && rule.regions.equals(regions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, regions);
    }

    @Override
    public String toString() {
        return regions + " (" + source() + ")";
    }
}
