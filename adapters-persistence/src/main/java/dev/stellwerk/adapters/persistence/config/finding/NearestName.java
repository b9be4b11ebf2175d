package dev.stellwerk.adapters.persistence.config.finding;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what was probably meant. */
public final class NearestName {
    private NearestName() {}

    /** The known name that takes the fewest edits, when they are few for its length. */
    public static Optional<String> of(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> close(written, name))
                .min(Comparator.<String>comparingInt(name -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The known name of which this is a misspelling: at most two letters are wrong. */
    public static Optional<String> misspelt(String written, Collection<String> known) {
        return of(written, known).filter(name -> distance(written, name) <= 2);
    }

    private static boolean close(String written, String name) {
        int edits = Math.max(1, name.length() / 4);
        return Math.abs(written.length() - name.length()) <= edits && distance(written, name) <= edits;
    }

    /** {@code ; did you mean 'x'?} or nothing. */
    public static String hint(String written, Collection<String> known) {
        return of(written, known).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** Letters to insert, remove, replace or swap with their neighbour. */
    public static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
