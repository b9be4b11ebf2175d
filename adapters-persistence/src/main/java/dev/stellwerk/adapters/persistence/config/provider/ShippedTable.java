package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.source.Content;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.YamlParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tables that come with the gateway. They are JSON, and so YAML: reading them needs no second parser at start. */
final class ShippedTable {
    private ShippedTable() {}

    static Section read(String name) {
        var findings = new Findings();
        Content content = YamlParser.parse(name, text(name), findings);
        if (content instanceof Content.Fields fields && !findings.anyError()) {
            return new Section(fields, "", new Scope(new Environment(Map.of()), findings));
        }
        throw new IllegalStateException(name + " is damaged in this build: " + findings.inFileOrder());
    }

    private static String text(String name) {
        try (InputStream in = ShippedTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
