package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import org.jspecify.annotations.Nullable;

/** The parts of one message of a chat, made of blocks. Belongs to one message. */
final class UserParts {
    private final String path;
    private final boolean drops;
    private final JsonWriter front = new JsonWriter();
    private final JsonWriter rest = new JsonWriter();
    private int count;
    private @Nullable JsonMembers onlyText;

    /**
     * @param path where the message stands in the request
     * @param drops what cannot be said is left out instead of refused
     */
    UserParts(String path, boolean drops) {
        this.path = path;
        this.drops = drops;
    }

    /** A block that a message of a user has. */
    void add(JsonMembers block) {
        add(block, rest);
    }

    /** What a tool answered and cannot be said in its name: it goes before what the user says. */
    void addInFront(JsonMembers block) {
        add(block, front);
    }

    private void add(JsonMembers block, JsonWriter out) {
        String type = block.textOf("type");
        switch (type == null ? "" : type) {
            case "text" -> addText(block, "text", out);
            case "image" -> addImage(source(block), out);
            case "document" -> addDocument(block, source(block), out);
            default -> refuse("content of type '" + type + "'");
        }
    }

    private void addText(JsonMembers block, String name, JsonWriter out) {
        int index = block.find(name);
        if (index < 0 || block.kind(index) != Kind.STRING) {
            throw refused("a text must have a '" + name + "', which is a string");
        }
        onlyText = count == 0 && name.equals("text") ? block : null;
        count++;
        out.open('{').name("type").text("text").name("text").value(block, index).close('}');
    }

    private JsonMembers source(JsonMembers block) {
        JsonMembers source = block.objectOf("source");
        if (source == null) {
            throw refused("images and documents must have a 'source'");
        }
        return source;
    }

    private void addImage(JsonMembers source, JsonWriter out) {
        String type = String.valueOf(source.textOf("type"));
        switch (type) {
            case "base64" -> {
                begin("image_url", out);
                out.name("image_url").open('{').name("url");
                addDataUrl(source, out);
                out.close('}').close('}');
            }
            case "url" -> {
                begin("image_url", out);
                out.name("image_url").open('{').name("url").value(source, text(source, "url"));
                out.close('}').close('}');
            }
            default -> refuse("images with a source of type '" + type + "'");
        }
    }

    private void addDocument(JsonMembers block, JsonMembers source, JsonWriter out) {
        String type = String.valueOf(source.textOf("type"));
        switch (type) {
            case "base64" -> {
                begin("file", out);
                String title = block.textOf("title");
                out.name("file").open('{').name("filename");
                out.text(title == null || title.isEmpty() ? "document.pdf" : title);
                out.name("file_data");
                addDataUrl(source, out);
                out.close('}').close('}');
            }
            case "text" -> addText(source, "data", out);
            case "content" -> addContent(source, out);
            default -> refuse("documents with a source of type '" + type + "'");
        }
    }

    /** A document that is put together from a text, or texts and images. */
    private void addContent(JsonMembers source, JsonWriter out) {
        int content = source.findPresent("content");
        if (content >= 0 && source.kind(content) == Kind.STRING) {
            addText(source, "content", out);
            return;
        }
        int[] ranges = content < 0 ? new int[0] : source.elements(content);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            add(block(source.bytes(), ranges[pair], ranges[pair + 1], path), out);
        }
    }

    private void begin(String type, JsonWriter out) {
        count++;
        onlyText = null;
        out.open('{').name("type").text(type);
    }

    private void addDataUrl(JsonMembers source, JsonWriter out) {
        out.beginText().more("data:").more(source, text(source, "media_type"));
        out.more(";base64,").more(source, text(source, "data")).endText();
    }

    private int text(JsonMembers source, String name) {
        int index = source.find(name);
        if (index < 0 || source.kind(index) != Kind.STRING) {
            throw refused("a source must have a '" + name + "', which is a string");
        }
        return index;
    }

    private void refuse(String what) {
        if (!drops) {
            throw new UntranslatableCall("this deployment takes no " + what + " (" + path + ")", "messages");
        }
    }

    private UntranslatableCall refused(String problem) {
        return new UntranslatableCall(path + ": " + problem, "messages");
    }

    /** One block of a message. */
    static JsonMembers block(byte[] bytes, int from, int to, String path) {
        JsonMembers block = JsonMembers.within(bytes, from, to);
        if (block == null) {
            throw new UntranslatableCall(path + ": content must be objects, each of their names once", "messages");
        }
        return block;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Writes the content: one text as such, everything else as a list. */
    void writeTo(JsonWriter out) {
        if (onlyText != null) {
            out.value(onlyText, onlyText.find("text"));
            return;
        }
        out.open('[');
        if (!front.isEmpty()) {
            out.json(front.bytes());
        }
        if (!rest.isEmpty()) {
            out.json(rest.bytes());
        }
        out.close(']');
    }
}
