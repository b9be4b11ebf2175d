package dev.stellwerk.adapters.persistence.config.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model map in LiteLLM's format: one JSON object, for each model a flat one. Such files hold thousands of
 * models, so this reads them as a stream; what is not flat is left out.
 */
public final class CostMapFile {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(32L << 20)
                    .maxNestingDepth(50)
                    .build())
            .build();

    private CostMapFile() {}

    public static Map<String, Map<String, Object>> read(Path file) throws IOException {
        var models = new LinkedHashMap<String, Map<String, Object>>();
        try (var in = Files.newInputStream(file);
                JsonParser json = JSON.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    models.put(name, model(json));
                } else {
                    json.skipChildren();
                }
            }
        }
        return models;
    }

    private static Map<String, Object> model(JsonParser json) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            Object value = plain(json, json.nextToken());
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private static @Nullable Object plain(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT, START_ARRAY -> {
                json.skipChildren();
                yield null;
            }
            default -> null; // null, and tokens that a parser in this place does not give
        };
    }
}
