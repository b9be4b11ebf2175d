package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.id.ModelName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} body, such as a transcription's: fields and files, kept as the bytes received. */
public final class MultipartBody implements CallBody {
    private static final int PARTS_MAX = 100;
    private static final int BOUNDARY_LENGTH_MAX = 70;
    private static final int FIELD_BYTES_MAX = 64 << 10;

    private final byte[] bytes;
    private final String contentType;
    private final String boundary;
    private final List<FormPart> parts;
    private final @Nullable String model;
    private final @Nullable Operation operation;

    private MultipartBody(
            byte[] bytes,
            String contentType,
            String boundary,
            List<FormPart> parts,
            @Nullable String model,
            @Nullable Operation operation) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.boundary = boundary;
        this.parts = parts;
        this.model = model;
        this.operation = operation;
    }

    /**
     * Finds the parts of a body.
     *
     * @param contentType the request's, with its boundary
     * @throws CallRefused when it is not well formed
     */
    public static MultipartBody parse(byte[] bytes, String contentType) {
        String boundary = HeaderParameter.of(contentType, "boundary");
        if (boundary == null || !plain(boundary) || HeaderParameter.ambiguous(contentType, "boundary")) {
            throw FormPart.invalid("Content-Type names no boundary");
        }
        var body = new MultipartBody(bytes, contentType, boundary, partsOf(bytes, boundary), null, null);
        return body.withModel(body.field("model"));
    }

    /** As RFC 2046 has it: printable, at most 70 characters, no blank at the end. */
    private static boolean plain(String boundary) {
        return !boundary.isEmpty()
                && boundary.length() <= BOUNDARY_LENGTH_MAX
                && !boundary.endsWith(" ")
                && boundary.chars().allMatch(letter -> letter >= ' ' && letter <= '~' && letter != '"');
    }

    private static List<FormPart> partsOf(byte[] bytes, String boundary) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        var parts = new ArrayList<FormPart>();
        int at = ByteSearch.startsWith(bytes, 0, delimiter) ? 0 : nextDelimiter(bytes, 0, delimiter);
        while (true) {
            int behind = at + delimiter.length;
            if (ByteSearch.startsWith(bytes, behind, '-', '-')) {
                return parts;
            }
            while (behind < bytes.length && (bytes[behind] == ' ' || bytes[behind] == '\t')) {
                behind++; // padding is allowed here, and is not passed on
            }
            if (!ByteSearch.startsWith(bytes, behind, '\r', '\n') || parts.size() == PARTS_MAX) {
                throw FormPart.invalid("bad delimiter, or more than " + PARTS_MAX + " parts");
            }
            int next = nextDelimiter(bytes, behind, delimiter);
            parts.add(FormPart.read(bytes, behind + 2, next - 2));
            at = next;
        }
    }

    private static int nextDelimiter(byte[] bytes, int from, byte[] delimiter) {
        for (int at = from; at + 2 + delimiter.length <= bytes.length; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n' && ByteSearch.startsWith(bytes, at + 2, delimiter)) {
                return at + 2;
            }
        }
        throw FormPart.invalid("unfinished part");
    }

    /** The same body for the model that the path names. */
    public MultipartBody withModel(@Nullable String pathModel) {
        String name = pathModel == null ? null : new ModelName(pathModel).text();
        return new MultipartBody(bytes, contentType, boundary, parts, name, operation);
    }

    /** The same body for an operation that the kind of its call does not say. */
    public MultipartBody with(Operation asked) {
        return new MultipartBody(bytes, contentType, boundary, parts, model, asked);
    }

    @Override
    public @Nullable Operation operation() {
        return operation;
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
        for (FormPart part : parts) {
            if (part.name().equals(name) && !part.file()) {
                if (value != null || part.contentEnd() - part.contentStart() > FIELD_BYTES_MAX) {
                    throw new CallRefused(new CallRefusal.Invalid("'" + name + "' must be one short field", name));
                }
                value = new String(
                        bytes, part.contentStart(), part.contentEnd() - part.contentStart(), StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    /** Names of all parts, in the order in which they were sent. */
    public List<String> names() {
        var names = new ArrayList<String>(parts.size());
        parts.forEach(part -> names.add(part.name()));
        return names;
    }

    @Override
    public RenderedBody render(Rendering rendering) {
        var out = new RenderedBody(contentType);
        if (rendering.model() != null) {
            addField(out, "model", rendering.model());
        }
        rendering.overrides().forEach((name, value) -> addScalar(out, name, value));
        String delimiter = "--" + boundary + "\r\n";
        for (FormPart part : parts) {
            if (MemberUse.of(part.name()).goesUpstream()
                    && !rendering.overrides().containsKey(part.name())) {
                out.add(delimiter)
                        .add(bytes, part.headStart(), part.contentEnd())
                        .add("\r\n");
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
        if (MemberUse.of(name).goesUpstream()
                && (value instanceof String || value instanceof Number || value instanceof Boolean)) {
            addField(out, name, value.toString());
        }
    }

    /** Text of others in a frame of ours: what could be taken for the frame is refused. */
    private void addField(RenderedBody out, String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.contains("--" + boundary)) {
            throw new CallRefused(new CallRefusal.Invalid(
                    "'" + name + "' must hold neither line breaks nor the form's boundary", name));
        }
        String quotedName = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        out.add("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quotedName + "\"\r\n\r\n")
                .add(value)
                .add("\r\n");
    }
}
