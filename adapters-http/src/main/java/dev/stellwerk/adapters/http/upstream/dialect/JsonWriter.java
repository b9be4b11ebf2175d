package dev.stellwerk.adapters.http.upstream.dialect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.stream.Output;

/**
 * Writes JSON in another order and under other names than it came in. Values that stay as they are go over as the bytes
 * they came in; commas come by themselves. Belongs to one body.
 */
public final class JsonWriter {
    private final Output out = new Output();
    private boolean separates; // something stands before, at this level

    public JsonWriter open(char bracket) {
        separate();
        out.add(bracket);
        separates = false;
        return this;
    }

    public JsonWriter close(char bracket) {
        out.add(bracket);
        separates = true;
        return this;
    }

    /** The name of a member, whose value comes next. */
    public JsonWriter name(String name) {
        separate();
        out.add(JsonText.quoted(name)).add(':');
        separates = false;
        return this;
    }

    public JsonWriter text(String text) {
        separate();
        out.add(JsonText.quoted(text));
        return this;
    }

    /** What is JSON already: a number, a word, or what was written elsewhere. */
    public JsonWriter json(String json) {
        return json(json.getBytes(US_ASCII));
    }

    public JsonWriter json(byte[] json) {
        return json(json, 0, json.length);
    }

    public JsonWriter json(byte[] json, int from, int to) {
        separate();
        out.add(json, from, to);
        return this;
    }

    public JsonWriter number(long number) {
        return json(Long.toString(number));
    }

    /** A value as it came. */
    public JsonWriter value(JsonMembers members, int index) {
        return json(members.bytes(), members.valueStart(index), members.valueEnd(index));
    }

    /** Begins a text that is put together from several. */
    public JsonWriter beginText() {
        separate();
        out.add('"');
        return this;
    }

    /** More of the text, which came as one. */
    public JsonWriter more(JsonMembers members, int index) {
        out.add(members.bytes(), members.valueStart(index) + 1, members.valueEnd(index) - 1);
        return this;
    }

    /** More of the text, in letters that need no escape. */
    public JsonWriter more(String plain) {
        out.add(plain.getBytes(US_ASCII));
        return this;
    }

    public JsonWriter endText() {
        out.add('"');
        return this;
    }

    private void separate() {
        if (separates) {
            out.add(',');
        }
        separates = true;
    }

    public boolean isEmpty() {
        return out.size() == 0;
    }

    public byte[] bytes() {
        return out.bytes();
    }
}
