package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Place;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What stands in a file. Nothing has a type yet: whoever reads a value says which one it must have. */
public sealed interface Content {
    Place place();

    /**
     * Text as it was written.
     *
     * @param literal quoted, or marked as text: never null, a number or a switch by its looks
     */
    record Scalar(Place place, String text, boolean literal) implements Content {
        private static final String REFERENCE = "os.environ/";

        public boolean isNull() {
            return !literal
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }

        /** The environment variable that holds the value, if this only refers to one. */
        @Nullable
        public String variable() {
            return text.startsWith(REFERENCE)
                    ? text.substring(REFERENCE.length()).strip()
                    : null;
        }
    }

    /** A list. */
    record Items(Place place, List<Content> items) implements Content {}

    /** A map, in file order. */
    record Fields(Place place, SequencedMap<String, Field> fields) implements Content {}

    /**
     * An entry of a map.
     *
     * @param place where the key stands
     */
    record Field(Place place, Content value) {}
}
