package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.RequestHeaders;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.application.access.TagText;
import dev.stellwerk.application.port.in.ModelCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tags of a call, by the place where they stood. Text is taken as it is, within bounds. */
public final class TagReader {

    private final boolean lenient;

    /** @param lenient what is no tag is left out instead of refused */
    public TagReader(boolean lenient) {
        this.lenient = lenient;
    }

    ModelCall.Tags read(Exchange exchange, BodyMembers fields, MetadataOwner owner) {
        List<String> header = header(exchange);
        List<String> root = fields.has("tags") ? tags(fields, "tags") : null;
        List<String> shared = switch (owner) {
            case GATEWAY -> nested(fields, "metadata");
            case CLIENT -> listed(fields);
            case PROVIDER -> null;
        };
        List<String> metadata = joined(shared, nested(fields, "litellm_metadata"));
        return header == null && root == null && metadata == null
                ? ModelCall.Tags.NONE
                : new ModelCall.Tags(metadata, header, root);
    }

    ModelCall.Tags readHeader(Exchange exchange) {
        List<String> header = header(exchange);
        return header == null ? ModelCall.Tags.NONE : new ModelCall.Tags(null, header, null);
    }

    private @Nullable List<String> nested(BodyMembers fields, String name) {
        if (!fields.has(name)) {
            return null;
        }
        BodyMembers metadata = fields.object(name);
        return metadata.has("tags") ? tags(metadata, "tags") : null;
    }

    /** A client's metadata may hold what it likes: only a list of tags is taken for one. */
    private @Nullable List<String> listed(BodyMembers fields) {
        return fields.kind("metadata") == Kind.OBJECT
                        && fields.object("metadata").kind("tags") == Kind.ARRAY
                ? nested(fields, "metadata")
                : null;
    }

    private List<String> tags(BodyMembers fields, String name) {
        List<String> tags = lenient ? textsOf(fields.tree(name)) : fields.strings(name);
        return tags == null ? List.of() : checked(tags, fields, name);
    }

    private static List<String> checked(List<String> tags, BodyMembers fields, String name) {
        String problem = problem(tags);
        if (problem != null) {
            throw fields.refused(name, problem);
        }
        return tags;
    }

    private static List<String> textsOf(@Nullable Object value) {
        var texts = new ArrayList<String>();
        if (value instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static @Nullable List<String> header(Exchange exchange) {
        List<String> lines = exchange.headers(RequestHeaders.TAGS);
        if (lines.isEmpty()) {
            return null;
        }
        var tags = new ArrayList<String>();
        for (String line : lines) {
            tags.addAll(CallReader.splitAtCommas(line));
        }
        String problem = problem(tags);
        if (problem != null) {
            throw Refusals.invalid("header 'x-litellm-tags' " + problem, "x-litellm-tags");
        }
        return tags;
    }

    private static @Nullable String problem(List<String> tags) {
        if (tags.size() > TagText.TAGS_MAX) {
            return "must hold at most " + TagText.TAGS_MAX + " tags";
        }
        if (!tags.stream().allMatch(TagText::acceptable)) {
            return "must hold tags of at most " + TagText.LENGTH_MAX
                    + " characters, without control characters and half surrogates";
        }
        return null;
    }

    private static @Nullable List<String> joined(@Nullable List<String> first, @Nullable List<String> second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
