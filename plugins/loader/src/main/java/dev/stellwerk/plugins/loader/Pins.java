package dev.stellwerk.plugins.loader;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which jars may run, where the operator says so: SHA-256 sums in lower-case hexadecimal digits, by the name of the jar, or
 * by themselves where no name was given.
 */
public record Pins(Map<String, String> sums) {
    public Pins {
        sums = Map.copyOf(sums);
    }

    /** Every jar may. */
    public static Pins none() {
        return new Pins(Map.of());
    }

    /** Whether each of its jars may run. */
    boolean admits(Plugin plugin) {
        return sums.isEmpty()
                || plugin.sums().entrySet().stream().allMatch(jar -> isPinned(jar.getKey(), jar.getValue()));
    }

    private boolean isPinned(String jar, String sum) {
        return sum.equals(sums.get(jar)) || sum.equals(sums.get(sum));
    }

    /** The entries that no jar fulfils: a changed jar, or one that is gone. */
    public List<String> unfulfilled(FoundPlugins found) {
        var unfulfilled = new ArrayList<String>();
        sums.forEach((entry, sum) -> {
            boolean fulfilled = found.plugins().stream()
                    .map(plugin -> plugin.sums())
                    .anyMatch(jars -> entry.equals(sum) ? holds(jars.values(), sum) : sum.equals(jars.get(entry)));
            if (!fulfilled) {
                unfulfilled.add(entry);
            }
        });
        return unfulfilled;
    }

    private static boolean holds(Collection<String> sums, String sum) {
        return sums.contains(sum);
    }
}
