package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import org.jspecify.annotations.Nullable;

/** One call of a tool as it arrives: who is called, and how far its arguments have come. Belongs to one stream. */
final class StreamedCall {
    private final long index;
    private String id = "";
    private String name = "";
    private final StringBuilder kept = new StringBuilder();
    private boolean object; // the arguments begin as an object does
    private boolean other; // they begin as something else, which clients cannot take piece by piece
    private int depth;
    private boolean inText;
    private boolean escaped;

    /** @param index the upstream's number for it */
    StreamedCall(long index) {
        this.index = index;
    }

    long index() {
        return index;
    }

    void name(@Nullable String newId, @Nullable String newName) {
        id = id.isEmpty() && newId != null ? newId : id;
        name = name.isEmpty() && newName != null ? newName : name;
    }

    /** Whether an identifier is that of another call. */
    boolean differsFrom(@Nullable String otherId) {
        return otherId != null && !otherId.isEmpty() && !id.isEmpty() && !otherId.equals(id);
    }

    String id(String answerId, int place) {
        return id.isEmpty() ? answerId + "_" + place : id;
    }

    String name() {
        return name;
    }

    /** More of the arguments. */
    void add(String fragment) {
        kept.append(fragment);
        for (int at = 0; at < fragment.length(); at++) {
            look(fragment.charAt(at));
        }
    }

    private void look(char letter) {
        if (inText) {
            inText = escaped || letter != '"';
            escaped = !escaped && letter == '\\';
            return;
        }
        switch (letter) {
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            case '"' -> inText = true;
            default -> {}
        }
        if (!object && !other && letter > ' ') {
            object = letter == '{';
            other = !object;
        }
    }

    /** Whether the arguments are an object that has come to its end. */
    boolean complete() {
        return object && depth <= 0 && !inText;
    }

    int keptLength() {
        return kept.length();
    }

    /** Whether nothing has been kept and what comes next can be passed on as it comes. */
    boolean passes() {
        return object && kept.isEmpty();
    }

    /** What has been kept and can be told by now; empty when there is nothing. */
    String take() {
        if (!object) {
            return "";
        }
        String arguments = kept.toString();
        kept.setLength(0);
        return arguments;
    }

    /** What is no object, when all of it is there; empty for arguments that are one, or none. */
    String rest() {
        return other ? kept.toString() : "";
    }
}
