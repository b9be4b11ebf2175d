package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads {@code tag_regex}. Callers choose the text that these are searched in, so patterns that could take very long on
 * some text are refused: repetitions of repetitions or of alternatives, back references, more than a few repetitions.
 */
final class UserAgentPatterns {
    private static final int LENGTH_MAX = 200;
    private static final int REPETITIONS_MAX = 3;

    private UserAgentPatterns() {}

    /** The patterns under {@code key}; empty when one of them cannot be used, which is then a finding. */
    static Optional<List<Pattern>> read(Section parameters, String key) {
        var patterns = new ArrayList<Pattern>();
        for (Value item : parameters.items(key)) {
            String regex = item.text();
            if (regex == null && !item.isNull()) {
                continue; // has been reported: a variable that is not set, or no text
            }
            Optional<String> problem = regex == null ? Optional.of("is no text") : problem(regex);
            if (problem.isPresent() || regex == null) {
                item.warning("this deployment is left out: the pattern " + problem.orElse("is no text"));
                return Optional.empty();
            }
            patterns.add(Pattern.compile(regex));
        }
        return Optional.of(patterns);
    }

    private static Optional<String> problem(String regex) {
        if (regex.length() > LENGTH_MAX) {
            return Optional.of("is longer than " + LENGTH_MAX + " characters");
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            return Optional.of("is no regular expression: " + e.getDescription());
        }
        return new Scan(regex).costly() ? Optional.of("could take very long on some User-Agent") : Optional.empty();
    }

    /** One pass over a valid expression. */
    private static final class Scan {
        private final String regex;
        private final List<Boolean> groups = new ArrayList<>(); // for each open group: must not be repeated
        private int repetitions;
        private boolean costly;

        Scan(String regex) {
            this.regex = regex;
            groups.add(false);
        }

        boolean costly() {
            for (int i = 0; i < regex.length(); i++) {
                i = step(i);
            }
            return costly || repetitions > REPETITIONS_MAX;
        }

        /** Looks at one element and answers the index of its last character. */
        private int step(int i) {
            switch (regex.charAt(i)) {
                case '\\' -> {
                    costly |= backReference(i + 1);
                    return i + 1;
                }
                case '[' -> {
                    return endOfClass(i);
                }
                case '(' -> {
                    costly |= unusual(i);
                    groups.add(false);
                }
                case ')' -> close(i);
                case '|' -> groups.set(groups.size() - 1, true);
                default -> {
                    if (repeats(i)) {
                        repetitions++;
                        groups.set(groups.size() - 1, true);
                    }
                }
            }
            return i;
        }

        /** A back reference, or quoting, which this scan does not follow. */
        private boolean backReference(int i) {
            char c = i < regex.length() ? regex.charAt(i) : ' ';
            return c == 'k' || c == 'Q' || Character.isDigit(c);
        }

        private boolean unusual(int i) {
            return regex.startsWith("(?", i)
                    && List.of("(?:", "(?i)", "(?i:", "(?=", "(?!").stream()
                            .noneMatch(usual -> regex.startsWith(usual, i));
        }

        private int endOfClass(int start) {
            int depth = 0;
            for (int i = start; i < regex.length(); i++) {
                switch (regex.charAt(i)) {
                    case '\\' -> i++;
                    case '[' -> depth++;
                    case ']' -> depth -= i == start + 1 ? 0 : 1;
                    default -> {}
                }
                if (depth == 0) {
                    return i;
                }
            }
            return regex.length();
        }

        private void close(int i) {
            boolean fragile = groups.removeLast();
            costly |= fragile && i + 1 < regex.length() && repeats(i + 1);
            if (fragile) {
                groups.set(groups.size() - 1, true);
            }
        }

        /** Whether the character at {@code i} repeats what stands before it more often than once. */
        private boolean repeats(int i) {
            char c = regex.charAt(i);
            return c == '*' || c == '+' || c == '{';
        }
    }
}
