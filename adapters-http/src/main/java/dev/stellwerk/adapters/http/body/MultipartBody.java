package dev.stellwerk.adapters.http.body;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} body, such as a transcription's: fields and files, kept as the bytes received. */
public final class MultipartBody implements CallBody {
    /** One part; it begins at its delimiter, its content ends before the next delimiter's line break. */
    private record Part(String name, boolean file, int start, int contentStart, int contentEnd) {}

    private static final int PARTS_MAX = 100;
    private static final int FIELD_BYTES_MAX = 64 << 10;

    private final byte[] bytes;
    private final String contentType;
    private final String boundary;
    private final List<Part> parts;
    private final @Nullable String model;

    private MultipartBody(byte[] bytes, String contentType, String boundary, List<Part> parts, @Nullable String model) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.boundary = boundary;
        this.parts = parts;
        this.model = model;
    }

    /**
     * Finds the parts of a body.
     *
     * @param contentType the request's, with its boundary
     * @throws CallRefused when it is not well formed
     */
    public static MultipartBody parse(byte[] bytes, String contentType) {
        String boundary = HeaderParameter.of(contentType, "boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
            throw invalid("Content-Type names no boundary");
        }
        var body = new MultipartBody(bytes, contentType, boundary, partsOf(bytes, boundary), null);
        return body.withModel(body.field("model"));
    }

    private static CallRefused invalid(String problem) {
        return new CallRefused(new CallRefusal.Invalid("Invalid multipart body: " + problem, "request_body"));
    }

    private static List<Part> partsOf(byte[] bytes, String boundary) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        var parts = new ArrayList<Part>();
        int at = ByteSearch.startsWith(bytes, 0, delimiter) ? 0 : nextDelimiter(bytes, 0, delimiter);
        while (true) {
            int behind = at + delimiter.length;
            if (ByteSearch.startsWith(bytes, behind, '-', '-')) {
                return parts;
            }
            if (!ByteSearch.startsWith(bytes, behind, '\r', '\n') || parts.size() == PARTS_MAX) {
                throw invalid("bad delimiter, or more than " + PARTS_MAX + " parts");
            }
            int next = nextDelimiter(bytes, behind, delimiter);
            parts.add(part(bytes, at, behind + 2, next - 2));
            at = next;
        }
    }

    private static int nextDelimiter(byte[] bytes, int from, byte[] delimiter) {
        for (int at = from; at + 2 + delimiter.length <= bytes.length; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n' && ByteSearch.startsWith(bytes, at + 2, delimiter)) {
                return at + 2;
            }
        }
        throw invalid("unfinished part");
    }

    private static Part part(byte[] bytes, int start, int headStart, int end) {
        int headEnd = headStart;
        while (!ByteSearch.startsWith(bytes, headEnd, '\r', '\n', '\r', '\n')) {
            if (++headEnd >= end) {
                throw invalid("part without headers");
            }
        }
        String head = new String(bytes, headStart, headEnd - headStart, StandardCharsets.UTF_8);
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-disposition:", 0, 20)) {
                String name = HeaderParameter.of(line, "name");
                if (name != null) {
                    return new Part(name, HeaderParameter.of(line, "filename") != null, start, headEnd + 4, end);
                }
            }
        }
        throw invalid("part without a name");
    }

    /** The same body for the model that the path names. */
    public MultipartBody withModel(@Nullable String pathModel) {
        return new MultipartBody(bytes, contentType, boundary, parts, pathModel);
    }

    @Override
    public @Nullable String model() {
        return model;
    }

    /**
     * The text of a form field; null when there is none.
     *
     * @throws CallRefused when there are several, or it is too long for a field
     */
    public @Nullable String field(String name) {
        String value = null;
        for (Part part : parts) {
            if (part.name.equals(name) && !part.file) {
                if (value != null || part.contentEnd - part.contentStart > FIELD_BYTES_MAX) {
                    throw new CallRefused(new CallRefusal.Invalid("'" + name + "' must be one short field", name));
                }
                value = new String(
                        bytes, part.contentStart, part.contentEnd - part.contentStart, StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    /** Names of all parts, in the order in which they were sent. */
    public List<String> names() {
        var names = new ArrayList<String>(parts.size());
        parts.forEach(part -> names.add(part.name));
        return names;
    }

    @Override
    public RenderedBody render(Rendering rendering) {
        var out = new RenderedBody(contentType);
        if (rendering.model() != null) {
            addField(out, "model", rendering.model());
        }
        rendering.overrides().forEach((name, value) -> addScalar(out, name, value));
        for (Part part : parts) {
            if (!RouterFields.contains(part.name) && !rendering.overrides().containsKey(part.name)) {
                out.add(bytes, part.start, part.contentEnd).add("\r\n");
            }
        }
        addDefaults(out, rendering);
        return out.add("--" + boundary + "--\r\n");
    }

    private void addDefaults(RenderedBody out, Rendering rendering) {
        List<String> sent = names();
        for (Map.Entry<String, Object> one : rendering.defaults().entrySet()) {
            if (!sent.contains(one.getKey()) && !rendering.overrides().containsKey(one.getKey())) {
                addScalar(out, one.getKey(), one.getValue());
            }
        }
    }

    /** A form has no place for objects; they are left out. */
    private void addScalar(RenderedBody out, String name, Object value) {
        if (!RouterFields.contains(name)
                && (value instanceof String || value instanceof Number || value instanceof Boolean)) {
            addField(out, name, value.toString());
        }
    }

    private void addField(RenderedBody out, String name, String value) {
        String quotedName = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        out.add("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quotedName + "\"\r\n\r\n")
                .add(value)
                .add("\r\n");
    }
}
