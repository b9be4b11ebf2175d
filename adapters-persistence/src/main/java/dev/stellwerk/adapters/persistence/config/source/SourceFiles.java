package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The configuration file and the files that it includes, as one map. */
public final class SourceFiles {
    private static final String PATH = "file";
    private static final String INCLUDE = "include";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Environment environment;
    private final Findings findings;

    public SourceFiles(Environment environment, Findings findings) {
        this.environment = environment;
        this.findings = findings;
    }

    /** The whole configuration; null when the file cannot be read, which is then a finding. */
    public Content.@Nullable Fields read(Path file) {
        String text = text(file, Place.of(file.toString()), PATH, "");
        return text == null
                ? null
                : read(file.toString(), text, file.toAbsolutePath().getParent());
    }

    /**
     * The same of text that is already there.
     *
     * @param folder where included files are looked for; null when there is no such place
     */
    public Content.@Nullable Fields read(String name, String text, @Nullable Path folder) {
        Content.Fields root = root(name, text);
        if (root == null) {
            return null;
        }
        Content.Field include = root.fields().get(INCLUDE);
        if (include == null) {
            return root;
        }
        Content.Fields merged = root;
        var value = new Value(include.value(), INCLUDE, new Scope(environment, findings, Scope.UnsetRule.ERROR));
        for (String included : value.textOrTexts()) {
            Content.Fields more = included(included, value, folder);
            merged = more == null ? merged : new Merger(findings).merge(merged, more, "");
        }
        return merged;
    }

    private Content.@Nullable Fields included(String name, Value include, @Nullable Path folder) {
        if (folder == null) {
            include.error("cannot include " + Value.shown(name) + " from here: this configuration lies in no folder");
            return null;
        }
        try {
            Path file = folder.resolve(name);
            String text = text(file, include.place(), INCLUDE, "includes " + file + ", which ");
            Content.Fields root = text == null ? null : root(file.toString(), text);
            if (root != null && root.fields().containsKey(INCLUDE)) {
                findings.warning(
                        root.fields().get(INCLUDE).place(),
                        INCLUDE,
                        "is not followed in a file that is itself included");
                root.fields().remove(INCLUDE);
            }
            return root;
        } catch (InvalidPathException e) {
            include.error("includes " + Value.shown(name) + ", which is no file name");
            return null;
        }
    }

    private Content.@Nullable Fields root(String name, String text) {
        findings.open(name);
        int errors = findings.inFileOrder().size();
        Content content = YamlParser.parse(name, text, findings);
        if (content instanceof Content.Fields fields) {
            return fields;
        }
        if (findings.inFileOrder().size() == errors) {
            boolean empty = content == null || (content instanceof Content.Scalar scalar && scalar.isNull());
            findings.error(new Place(name, 1), PATH, empty ? "is empty" : "must hold a map of settings");
        }
        return null;
    }

    private @Nullable String text(Path file, Place place, String path, String subject) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(YamlParser.SIZE_MAX + 1);
            if (bytes.length > YamlParser.SIZE_MAX) {
                findings.error(place, path, subject + "is longer than 1 MiB");
                return null;
            }
            return decoded(bytes, file);
        } catch (NoSuchFileException e) {
            findings.error(place, path, subject + "does not exist");
        } catch (IOException e) {
            findings.error(place, path, subject + "cannot be read: " + Value.shown(String.valueOf(e.getMessage())));
        }
        return null;
    }

    private @Nullable String decoded(byte[] bytes, Path file) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            findings.error(new Place(file.toString(), line), PATH, "is not UTF-8 text");
            return null;
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}
