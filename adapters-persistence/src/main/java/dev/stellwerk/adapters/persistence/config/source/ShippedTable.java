package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tables that come with the gateway. They are JSON, and so YAML: reading them needs no second parser at start. */
public final class ShippedTable {
    private ShippedTable() {}

    /**
     * A table by its name.
     *
     * @param reader beside whose class the table lies
     */
    public static Section read(Class<?> reader, String name) {
        var findings = new Findings();
        Content content = YamlParser.parse(name, text(reader, name), findings);
        if (content instanceof Content.Fields fields && !findings.anyError()) {
            return new Section(fields, "", new Scope(new Environment(Map.of()), findings));
        }
        throw new IllegalStateException(name + " is damaged in this build: " + findings.inFileOrder());
    }

    private static String text(Class<?> reader, String name) {
        try (InputStream in = reader.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
