package dev.stellwerk.domain.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A group name with {@code *} in it. Each {@code *} captures any text, everything else is literal, and the whole name
 * has to match.
 */
final class WildcardName {
    /** The more is said, the earlier it is tried: longer patterns first, then those with more special characters. */
    static final Comparator<WildcardName> MOST_SPECIFIC_FIRST = Comparator.<WildcardName>comparingInt(
                    name -> -name.text.length())
            .thenComparingInt(name -> -name.specialCharacters())
            .thenComparing(name -> name.text);

    /** Longer names match nothing: no model has one, and matching takes longer than the name is long. */
    static final int NAME_LENGTH_MAX = 512;

    private static final String SPECIAL = "*+?\\^$.|()[]{}";

    final String text;
    private final Pattern pattern;

    WildcardName(String text) {
        this.text = text;
        var regex = new StringBuilder();
        for (String literal : text.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : "(.*)").append(Pattern.quote(literal));
        }
        pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private int specialCharacters() {
        return (int) text.chars().filter(c -> SPECIAL.indexOf(c) >= 0).count();
    }

    /** What the stars stand for in {@code name}, or empty when the name does not match. */
    Optional<List<String>> capture(String name) {
        if (name.length() > NAME_LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var captured = new ArrayList<String>(matcher.groupCount());
        for (int i = 1; i <= matcher.groupCount(); i++) {
            captured.add(matcher.group(i));
        }
        return Optional.of(captured);
    }

    /** The upstream's name for a client's: captures fill the stars of {@code upstreamModel} from left to right. */
    static String fill(String upstreamModel, String clientName, List<String> captured) {
        long stars = upstreamModel.chars().filter(c -> c == '*').count();
        if (stars == 0) {
            return upstreamModel;
        }
        if (captured.size() > stars) {
            return clientName;
        }
        var filled = new StringBuilder();
        int next = 0;
        for (int i = 0; i < upstreamModel.length(); i++) {
            char c = upstreamModel.charAt(i);
            if (c == '*') {
                filled.append(next < captured.size() ? captured.get(next++) : "");
            } else {
                filled.append(c);
            }
        }
        return filled.toString();
    }
}
