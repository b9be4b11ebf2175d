package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells of what it understands.
 *
 * @param structuredOutputs it takes a schema for its answer
 * @param adaptiveThinking it takes an effort instead of a budget to think
 * @param effortBesideBudget it takes an effort beside a budget
 */
record ModelTraits(boolean structuredOutputs, boolean adaptiveThinking, boolean effortBesideBudget) {
    /** Family and version, such as {@code claude-opus-4-6-20260205}; the version's second part has one or two digits. */
    private static final Pattern NAME = Pattern.compile("claude-([a-z]+)-(\\d{1,2})(?:[-.](\\d{1,2}))?(?:$|[^0-9].*)");

    static ModelTraits of(String model) {
        Matcher name = NAME.matcher(model);
        if (!name.matches()) {
            return new ModelTraits(false, false, false);
        }
        int version =
                100 * Integer.parseInt(name.group(2)) + (name.group(3) == null ? 0 : Integer.parseInt(name.group(3)));
        boolean opus = name.group(1).equals("opus");
        boolean structured = version >= 405 || (opus && version == 401);
        return new ModelTraits(structured, version >= 406, opus && version == 405);
    }
}
