package dev.stellwerk.adapters.persistence.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.domain.access.Metadata;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and maps as they stand in text columns. */
final class JsonColumns {
    /** Fractions keep the digits they were sent with. */
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final TypeReference<Map<String, Object>> ANYTHING = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> NAMES = new TypeReference<>() {};
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private JsonColumns() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable String writeNullable(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    static String write(Metadata metadata) {
        return write(metadata.entries());
    }

    static @Nullable String writeNullable(@Nullable Metadata metadata) {
        return metadata == null ? null : write(metadata);
    }

    static Metadata metadata(String text) {
        return Metadata.of(read(text, ANYTHING));
    }

    static @Nullable Metadata nullableMetadata(@Nullable String text) {
        return text == null ? null : metadata(text);
    }

    static Map<String, String> names(String text) {
        return read(text, NAMES);
    }

    static @Nullable Map<String, String> nullableNames(@Nullable String text) {
        return text == null ? null : names(text);
    }

    static Map<String, Long> counts(String text) {
        return read(text, COUNTS);
    }

    static List<String> strings(String text) {
        return read(text, STRINGS);
    }

    private static <T> T read(String text, TypeReference<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
