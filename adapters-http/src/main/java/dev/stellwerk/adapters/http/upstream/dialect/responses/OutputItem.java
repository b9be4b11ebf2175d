package dev.stellwerk.adapters.http.upstream.dialect.responses;

import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.Block;

/**
 * One item of a response.
 *
 * @param kind what it is made of
 * @param callId the name of a call, and what is called; empty for everything else
 */
record OutputItem(Block kind, String id, String callId, String name) {

    /**
     * The item as JSON.
     *
     * @param done whether it is as it will stay
     * @param text its words or arguments so far, as a JSON string
     */
    byte[] json(boolean done, byte[] text) {
        var out = new JsonWriter();
        out.open('{').name("id").text(id).name("type");
        switch (kind) {
            case THOUGHT -> {
                out.text("reasoning").name("summary").open('[');
                if (done) {
                    out.json(part(text));
                }
                out.close(']');
            }
            case TEXT, REFUSAL -> {
                out.text("message")
                        .name("status")
                        .text(status(done))
                        .name("role")
                        .text("assistant");
                out.name("content").open('[');
                if (done) {
                    out.json(part(text));
                }
                out.close(']');
            }
            case CALL -> {
                out.text("function_call")
                        .name("status")
                        .text(status(done))
                        .name("call_id")
                        .text(callId);
                out.name("name").text(name).name("arguments").json(text);
            }
        }
        return out.close('}').bytes();
    }

    private static String status(boolean done) {
        return done ? "completed" : "in_progress";
    }

    /** The one part of an item that has such. */
    byte[] part(byte[] text) {
        var out = new JsonWriter();
        out.open('{').name("type");
        switch (kind) {
            case THOUGHT -> out.text("summary_text").name("text").json(text);
            case TEXT ->
                out.text("output_text")
                        .name("text")
                        .json(text)
                        .name("annotations")
                        .open('[')
                        .close(']')
                        .name("logprobs")
                        .open('[')
                        .close(']');
            case REFUSAL -> out.text("refusal").name("refusal").json(text);
            case CALL -> throw new IllegalStateException("calls have no parts");
        }
        return out.close('}').bytes();
    }
}
