package dev.stellwerk.adapters.persistence.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON as data: bounded, decimals exact. */
final class JsonFiles {
    private static final long SIZE_MAX = 32L << 20;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(SIZE_MAX)
                            .maxNestingDepth(50)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private JsonFiles() {}

    /** A file that lies beside this class. */
    static JsonNode shipped(String name) {
        try (InputStream in = JsonFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is damaged in this build", e);
        }
    }

    static JsonNode read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readTree(in);
        }
    }

    static JsonNode parse(String text) throws IOException {
        return JSON.readTree(text);
    }
}
