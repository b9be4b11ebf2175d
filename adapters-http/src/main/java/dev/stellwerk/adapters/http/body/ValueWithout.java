package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.domain.deployment.ParameterPath;
import java.util.List;

/** Writes a value without some of its parts; what is left are ranges of the bytes it came in. */
public final class ValueWithout {
    private final byte[] bytes;
    private final RenderedBody out = new RenderedBody("application/json");

    private ValueWithout(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The value without these parts.
     *
     * @param paths lead from a parameter, which this is the value of, to what is left out of it
     */
    public static RenderedBody of(SentMembers.Bytes value, List<ParameterPath> paths) {
        var writer = new ValueWithout(value.source());
        writer.write(
                value.from(),
                value.to(),
                paths.stream().map(ParameterPath::steps).toList(),
                1);
        return writer.out;
    }

    /** @param depth how many steps of the paths lead here */
    private void write(int from, int to, List<List<String>> paths, int depth) {
        JsonMembers object = bytes[from] == '{' ? JsonMembers.within(bytes, from, to) : null;
        int[] elements = JsonMembers.elements(bytes, from, to);
        if (object != null) {
            writeObject(object, paths, depth);
        } else if (elements.length > 0) {
            writeList(elements, paths, depth);
        } else {
            out.add(bytes, from, to);
        }
    }

    private void writeObject(JsonMembers object, List<List<String>> paths, int depth) {
        String before = "{";
        for (int index = 0; index < object.size(); index++) {
            List<List<String>> further = further(paths, depth, object.name(index), object.name(index));
            if (ends(further, depth)) {
                continue;
            }
            out.add(before).add(bytes, object.memberStart(index), object.valueStart(index));
            writePart(object.valueStart(index), object.valueEnd(index), further, depth);
            before = ",";
        }
        out.add(before.equals("{") ? "{}" : "}");
    }

    private void writeList(int[] elements, List<List<String>> paths, int depth) {
        String before = "[";
        for (int at = 0; at < elements.length; at += 2) {
            List<List<String>> further = further(paths, depth, "[*]", "[" + at / 2 + "]");
            if (ends(further, depth)) {
                continue;
            }
            out.add(before);
            writePart(elements[at], elements[at + 1], further, depth);
            before = ",";
        }
        out.add(before.equals("[") ? "[]" : "]");
    }

    private void writePart(int from, int to, List<List<String>> further, int depth) {
        if (further.isEmpty()) {
            out.add(bytes, from, to);
        } else {
            write(from, to, further, depth + 1);
        }
    }

    private static List<List<String>> further(List<List<String>> paths, int depth, String step, String other) {
        return paths.stream()
                .filter(path -> path.get(depth).equals(step) || path.get(depth).equals(other))
                .toList();
    }

    private static boolean ends(List<List<String>> further, int depth) {
        return further.stream().anyMatch(path -> path.size() == depth + 1);
    }
}
