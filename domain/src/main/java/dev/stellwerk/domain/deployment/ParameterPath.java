package dev.stellwerk.domain.deployment;

import dev.stellwerk.domain.spi.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leads to a part of a request: {@code seed}, {@code metadata.user_id}, {@code tools[*].function.strict},
 * {@code messages[0].name}.
 *
 * @param steps names of members; {@code [*]} for each element of a list, {@code [0]} for one
 */
public record ParameterPath(List<String> steps) {
    private static final int LENGTH_MAX = 256;
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)((?:\\[(?:\\*|\\d{1,6})])*)(?:\\.|$)");
    private static final Pattern ELEMENT = Pattern.compile("\\[[^]]+]");

    public ParameterPath {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a path.
     *
     * @throws InvalidValue when it is none
     */
    public static ParameterPath parse(String text) {
        var steps = new ArrayList<String>();
        Matcher step = STEP.matcher(text);
        int at = 0;
        while (at < text.length() && step.find(at) && step.start() == at) {
            steps.add(step.group(1));
            ELEMENT.matcher(step.group(2)).results().forEach(element -> steps.add(element.group()));
            at = step.end();
        }
        if (text.length() > LENGTH_MAX || steps.isEmpty() || at < text.length() || text.endsWith(".")) {
            throw new InvalidValue("path", text, "must lead to a parameter, such as seed or tools[*].function.strict");
        }
        return new ParameterPath(steps);
    }

    /** The parameter that it leads into. */
    public String parameter() {
        return steps.getFirst();
    }

    /** Whether it leads to the parameter as a whole. */
    public boolean whole() {
        return steps.size() == 1;
    }
}
