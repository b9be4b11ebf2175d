package dev.stellwerk.adapters.http.upstream.dialect.responses;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;

/** The content of one message of a chat, made of the parts of an item. Belongs to one item. */
final class InputParts {
    private final String path;
    private final boolean drops;

    /**
     * For one item.
     *
     * @param path where it stands in the request
     * @param drops what cannot be said is left out instead of refused
     */
    InputParts(String path, boolean drops) {
        this.path = path;
        this.drops = drops;
    }

    /** Takes one part. */
    interface PartUse {
        void take(JsonMembers part);
    }

    void forEach(JsonMembers item, int content, PartUse use) {
        if (item.kind(content) != Kind.ARRAY) {
            throw refused("must be a text or a list");
        }
        int[] ranges = item.elements(content);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers part = JsonMembers.within(item.bytes(), ranges[pair], ranges[pair + 1]);
            if (part == null) {
                throw refused("must hold objects, each of their names once");
            }
            use.take(part);
        }
    }

    /** The index of a part's text; -1 when it is none. */
    int text(JsonMembers part) {
        String type = part.textOf("type");
        String name = switch (type == null ? "" : type) {
            case "input_text", "output_text", "text", "summary_text" -> "text";
            case "refusal" -> "refusal";
            default -> "";
        };
        if (name.isEmpty()) {
            return -1;
        }
        return required(part, name);
    }

    /** Writes a part as one of a chat. */
    void add(JsonMembers part, JsonWriter out) {
        int text = text(part);
        if (text >= 0) {
            out.open('{')
                    .name("type")
                    .text("text")
                    .name("text")
                    .value(part, text)
                    .close('}');
            return;
        }
        String type = part.textOf("type");
        switch (type == null ? "" : type) {
            case "input_image" -> addImage(part, out);
            case "input_file" -> addFile(part, out);
            case "input_audio" -> {
                int audio = part.findPresent("input_audio");
                if (audio < 0) {
                    throw refused("a part of type 'input_audio' must have an 'input_audio'");
                }
                out.open('{')
                        .name("type")
                        .text("input_audio")
                        .name("input_audio")
                        .value(part, audio)
                        .close('}');
            }
            default -> refuse("content of type '" + type + "'");
        }
    }

    private void addImage(JsonMembers part, JsonWriter out) {
        if (part.findPresent("image_url") < 0) {
            refuse("pictures by file");
            return;
        }
        out.open('{').name("type").text("image_url").name("image_url").open('{');
        out.name("url").value(part, required(part, "image_url"));
        String detail = part.textOf("detail");
        if (detail != null && !detail.equals("auto")) {
            out.name("detail").text(detail);
        }
        out.close('}').close('}');
    }

    private void addFile(JsonMembers part, JsonWriter out) {
        if (part.findPresent("file_data") < 0) {
            refuse("files by their id or URL");
            return;
        }
        out.open('{').name("type").text("file").name("file").open('{');
        String name = part.textOf("filename");
        out.name("filename").text(name == null ? "file" : name);
        out.name("file_data").value(part, required(part, "file_data"));
        out.close('}').close('}');
    }

    private int required(JsonMembers part, String name) {
        int index = part.find(name);
        if (index < 0 || part.kind(index) != Kind.STRING) {
            throw refused("a part must have a '" + name + "', which is a string");
        }
        return index;
    }

    private void refuse(String what) {
        if (!drops) {
            throw new UntranslatableCall("this deployment takes no " + what + " (" + path + ")", "input");
        }
    }

    private UntranslatableCall refused(String problem) {
        return new UntranslatableCall(path + ".content: " + problem, "input");
    }
}
