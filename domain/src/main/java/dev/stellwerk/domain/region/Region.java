package dev.stellwerk.domain.region;

import dev.stellwerk.domain.spi.InvalidValue;
import java.util.Locale;

/**
 * Where a deployment runs, such as {@code eu} or {@code eu-west-1}: up to 64 letters, digits, {@code _} and {@code -}.
 * Case and surrounding blanks do not matter.
 */
public record Region(String name) implements Comparable<Region> {
    private static final int LENGTH_MAX = 64;

    public Region {
        String given = name;
        name = name.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > LENGTH_MAX || !name.chars().allMatch(Region::mayStandInName)) {
            throw new InvalidValue("region", given, "must be 1 to 64 letters, digits, '_' or '-'");
        }
    }

    private static boolean mayStandInName(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }

    @Override
    public int compareTo(Region other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
