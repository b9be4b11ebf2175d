package dev.stellwerk.adapters.persistence.config.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The models that come with the gateway: a text with a line for each, made by {@code src/main/model-facts/make.py}, which
 * says what stands in it. Names are searched in the text, and only lines that are asked for are read. The text itself
 * goes when memory is short, and comes back with the next question. Safe for all threads.
 */
final class ShippedModels {
    private static final String FILE = "model-facts.txt";
    private static final String ABILITY = "supports_";
    private static final String MOST_ANSWERED = "max_output_tokens";

    private SoftReference<Table> loaded = new SoftReference<>(null);

    /** What is known of a model, in the words of LiteLLM's model map; null when it is not known. */
    @Nullable
    Map<String, Object> model(String name) {
        Table table = table();
        int line = table.find(name);
        return line < 0 ? null : table.fields(line);
    }

    /** Whose a model is; null when it is not known. */
    @Nullable
    String provider(String name) {
        Table table = table();
        int line = table.find(name);
        return line < 0 ? null : table.provider(line);
    }

    /** Every name with its provider, in the order of the alphabet. */
    void forEach(BiConsumer<String, String> use) {
        Table table = table();
        for (int line = 0; line < table.starts.length; line++) {
            use.accept(table.name(line), table.provider(line));
        }
    }

    private Table table() {
        Table known = loaded.get(); // two threads may load it at once: the same twice
        if (known == null) {
            known = Table.read();
            loaded = new SoftReference<>(known);
        }
        return known;
    }

    /**
     * The text.
     *
     * @param starts where the lines of the models begin
     * @param words what stands for longer words, and for sets of abilities
     */
    private record Table(byte[] text, int[] starts, Map<String, String> words) {

        static Table read() {
            byte[] text = load();
            var words = new HashMap<String, String>();
            int start = 0;
            for (; text[start] == '#'; start = end(text, start, '\n') + 1) {
                String line = string(text, start, end(text, start, '\n'));
                if (line.startsWith("##")) {
                    continue; // for people
                }
                int word = line.indexOf(' ') + 1;
                int rest = line.indexOf(' ', word);
                words.put(line.substring(word, rest), line.substring(rest + 1));
            }
            int[] starts = new int[8192];
            int count = 0;
            for (; start < text.length; start = end(text, start, '\n') + 1) {
                starts = count == starts.length ? Arrays.copyOf(starts, count * 2) : starts;
                starts[count++] = start;
            }
            return new Table(text, Arrays.copyOf(starts, count), words);
        }

        private static byte[] load() {
            try (InputStream in = ShippedModels.class.getResourceAsStream(FILE)) {
                if (in == null) {
                    throw new IllegalStateException(FILE + " is missing from this build");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(FILE + " cannot be read", e);
            }
        }

        /** The place of a model's line; negative when there is none. */
        int find(String name) {
            int low = 0;
            int high = starts.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = order(starts[middle], name);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }

        /** Of the name that begins there and another one; names in the table are ASCII. */
        private int order(int start, String name) {
            for (int i = 0; i < name.length(); i++) {
                byte here = text[start + i];
                if (here == '\t' || here != name.charAt(i)) {
                    return here == '\t' ? -1 : here - name.charAt(i);
                }
            }
            return text[start + name.length()] == '\t' ? 0 : 1;
        }

        String name(int line) {
            return string(text, starts[line], end(text, starts[line], '\t'));
        }

        String provider(int line) {
            int start = end(text, starts[line], '\t') + 1;
            return string(text, start, end(text, start, '\t'));
        }

        Map<String, Object> fields(int line) {
            int end = end(text, starts[line], '\n');
            String[] columns = string(text, starts[line], end).split("\t", -1);
            String[] facts = columns[2].split(" ", -1);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("litellm_provider", columns[1].intern());
            fields.put("mode", "chat");
            for (int i = 1; i < facts.length; i++) {
                int equals = facts[i].indexOf('=');
                fields.put(whole(facts[i].substring(0, equals)), value(facts[i].substring(equals + 1)));
            }
            if (fields.containsKey(MOST_ANSWERED)) {
                fields.putIfAbsent("max_tokens", fields.get(MOST_ANSWERED));
            }
            String abilities = words.getOrDefault(facts[0], "");
            for (String ability : abilities.isEmpty() ? new String[0] : abilities.split(" ", -1)) {
                fields.put((ABILITY + ability.substring(1)).intern(), ability.charAt(0) == '+');
            }
            return fields;
        }

        /** A key without its abbreviation. */
        private String whole(String key) {
            int rest = key.indexOf('_');
            String first = rest < 0 ? key : key.substring(0, rest);
            return (words.getOrDefault(first, first) + key.substring(first.length())).intern();
        }

        private Object value(String text) {
            return switch (text.charAt(0)) {
                case '[' -> list(text.substring(1, text.length() - 1));
                case '{' -> map(text.substring(1, text.length() - 1));
                default -> scalar(text);
            };
        }

        private static List<String> list(String inside) {
            return inside.isEmpty() ? List.of() : List.of(inside.split(",", -1));
        }

        private Map<String, Object> map(String inside) {
            var values = new LinkedHashMap<String, Object>();
            for (String part : inside.split(",", -1)) {
                int colon = part.indexOf(':');
                values.put(whole(part.substring(0, colon)), scalar(part.substring(colon + 1)));
            }
            return values;
        }

        private static Object scalar(String text) {
            if (text.equals("true") || text.equals("false")) {
                return text.equals("true");
            }
            try {
                return text.chars().allMatch(c -> c >= '0' && c <= '9')
                        ? (Object) Long.valueOf(text)
                        : (Object) Double.valueOf(text);
            } catch (NumberFormatException _) {
                return text;
            }
        }

        private static int end(byte[] text, int start, char sign) {
            int end = start;
            while (text[end] != sign) {
                end++;
            }
            return end;
        }

        private static String string(byte[] text, int start, int end) {
            return new String(text, start, end - start, StandardCharsets.US_ASCII);
        }
    }
}
