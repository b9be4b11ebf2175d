package dev.stellwerk.domain.region;

import java.util.Set;

/** One restriction to regions. Several intersect: a deployment must satisfy each. */
public record RegionRestriction(Source source, Set<Region> allowed) {
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

    public RegionRestriction {
        allowed = Set.copyOf(allowed);
    }
}
