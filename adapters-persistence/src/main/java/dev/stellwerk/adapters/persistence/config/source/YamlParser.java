package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * YAML text to {@link Content}: data only, bounded, with the line of everything. The library's own conversion to
 * objects is not used, because it guesses types and takes the last of two equal keys (S47).
 */
final class YamlParser {
    static final int SIZE_MAX = 1 << 20;
    private static final int DEPTH_MAX = 50;
    private static final int ALIASES_MAX = 50;
    private static final int NODES_MAX = 100_000; // aliases of aliases would otherwise multiply without end
    private static final String PATH = "yaml";
    private static final Set<Tag> DATA =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.MAP, Tag.SEQ);

    private final String file;
    private final Findings findings;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    private YamlParser(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The one document in {@code text}; null when there is none or it cannot be read, which is then a finding. */
    static @Nullable Content parse(String file, String text, Findings findings) {
        return new YamlParser(file, findings).parse(text);
    }

    private @Nullable Content parse(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(SIZE_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        if (!holdsOnlyText(text)) {
            return null;
        }
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? null : content(root, "");
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            findings.error(new Place(file, mark == null ? 0 : mark.getLine() + 1), PATH, problem(e));
        } catch (YAMLException e) {
            findings.error(Place.of(file), PATH, oneLine(String.valueOf(e.getMessage())));
        }
        return null;
    }

    /** The library tells no line of a character that it refuses. */
    private boolean holdsOnlyText(String text) {
        int line = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (!StreamReader.isPrintable(character)) {
                findings.error(
                        new Place(file, line),
                        PATH,
                        "holds the character U+%04X, which no text has".formatted(character));
                return false;
            }
            line += character == '\n' ? 1 : 0;
        }
        return true;
    }

    private static String problem(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        var begin = e.getContextMark();
        String where = begin == null ? "" : " that begins in line " + (begin.getLine() + 1);
        return oneLine(e.getContext() == null ? problem : problem + ", " + e.getContext() + where);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ");
    }

    private Content content(Node node, String path) {
        Place place = place(node);
        if (++nodes > NODES_MAX) {
            findings.error(
                    Place.of(file), PATH, "has more than " + NODES_MAX + " values when its aliases are spelt out");
            return nothing(place);
        }
        if (!DATA.contains(node.getTag())) {
            findings.error(place, at(path), "type tags are refused: a configuration is data (" + node.getTag() + ")");
            return nothing(place);
        }
        if (!open.add(node)) {
            findings.error(place, at(path), "an alias must not contain itself");
            return nothing(place);
        }
        Content content = switch (node) {
            case ScalarNode scalar -> scalar(scalar, place);
            case SequenceNode sequence -> items(sequence, place, path);
            case MappingNode mapping -> new Content.Fields(place, fields(mapping, path));
            default -> nothing(place); // the library has no further kinds of nodes
        };
        open.remove(node);
        return content;
    }

    private static Content.Scalar nothing(Place place) {
        return new Content.Scalar(place, "", false);
    }

    private static Content.Scalar scalar(ScalarNode node, Place place) {
        return new Content.Scalar(
                place, node.getValue(), !node.isPlain() || node.getTag().equals(Tag.STR));
    }

    private Content.Items items(SequenceNode node, Place place, String path) {
        var items = new ArrayList<Content>();
        for (Node item : node.getValue()) {
            if (nodes > NODES_MAX) {
                break;
            }
            items.add(content(item, path + "[" + items.size() + "]"));
        }
        return new Content.Items(place, List.copyOf(items));
    }

    private SequencedMap<String, Content.Field> fields(MappingNode node, String path) {
        var own = new LinkedHashMap<String, Content.Field>();
        var merged = new LinkedHashMap<String, Content.Field>();
        for (NodeTuple tuple : node.getValue()) {
            Node key = tuple.getKeyNode();
            if (nodes > NODES_MAX) {
                break;
            }
            if (key.getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), merged, path);
            } else if (key instanceof ScalarNode scalar
                    && !scalar(scalar, place(key)).isNull()) {
                addOwn(own, scalar, tuple.getValueNode(), Section.join(path, scalar.getValue()));
            } else {
                findings.error(place(key), at(path), "a key must be text");
            }
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    private void addOwn(SequencedMap<String, Content.Field> own, ScalarNode key, Node value, String path) {
        Place place = place(key);
        Content.Field earlier = own.get(key.getValue());
        if (earlier != null) {
            findings.error(
                    place,
                    path,
                    "stands twice in the same map, first in line "
                            + earlier.place().line());
            return;
        }
        own.put(key.getValue(), new Content.Field(place, content(value, path)));
    }

    /** {@code <<: *anchor}: what the map does not say itself. */
    private void merge(Node value, SequencedMap<String, Content.Field> merged, String path) {
        switch (value) {
            case MappingNode mapping
            when open.add(mapping) -> {
                fields(mapping, path).forEach(merged::putIfAbsent);
                open.remove(mapping);
            }
            case SequenceNode sequence -> sequence.getValue().forEach(part -> merge(part, merged, path));
            default -> findings.error(place(value), at(path), "<< takes a map or a list of maps");
        }
    }

    private static String at(String path) {
        return path.isEmpty() ? PATH : path;
    }

    private Place place(Node node) {
        return new Place(file, node.getStartMark().getLine() + 1);
    }
}
