package dev.stellwerk.adapters.http.upstream.dialect.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.AnswerEvents;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.Block;
import dev.stellwerk.adapters.http.upstream.dialect.chunks.ChatUsage;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one streamed response. Each item is told when it begins, piece by piece, and once more as a whole;
 * the last event holds all of them.
 */
final class ResponseEventWriter implements AnswerEvents {
    /** Bytes of all items together, which are kept for the last event. */
    private static final int KEPT_MAX = 16 << 20;

    private final JsonMembers request;
    private final long createdSeconds;
    private final JsonWriter output = new JsonWriter();
    private ResponseObject response;
    private @Nullable OutputItem open;
    private Output text = new Output(); // of the open item, as a JSON string without its end
    private int kept;
    private int items;
    private long sequence;

    /** @param request what the client sent */
    ResponseEventWriter(JsonMembers request, long createdSeconds) {
        this.request = request;
        this.createdSeconds = createdSeconds;
        this.response = new ResponseObject(request, createdSeconds, "chat", "");
    }

    @Override
    public void open(String id, @Nullable String model, Output out) {
        response = new ResponseObject(request, createdSeconds, id, model == null ? "" : model);
        for (String type : new String[] {"response.created", "response.in_progress"}) {
            write(type, begin(type).name("response").json(response.inProgress()), out);
        }
    }

    private JsonWriter begin(String type) {
        return new JsonWriter()
                .open('{')
                .name("type")
                .text(type)
                .name("sequence_number")
                .number(sequence++);
    }

    private JsonWriter beginInItem(String type, OutputItem item) {
        return begin(type).name("item_id").text(item.id()).name("output_index").number(items - 1L);
    }

    private JsonWriter beginInPart(String type, OutputItem item) {
        return beginInItem(type, item)
                .name(item.kind() == Block.THOUGHT ? "summary_index" : "content_index")
                .number(0);
    }

    private static void write(String type, JsonWriter event, Output out) {
        out.add(("event: " + type + "\ndata: ").getBytes(US_ASCII))
                .add(event.close('}').bytes())
                .add("\n\n".getBytes(US_ASCII));
    }

    @Override
    public void say(Block kind, byte[] json, int from, int to, Output out) {
        OutputItem item = open;
        if (item == null || item.kind() != kind) {
            item = begin(
                    new OutputItem(kind, response.itemId(kind == Block.THOUGHT ? "rs" : "msg", items), "", ""), out);
        }
        String type = delta(item.kind());
        JsonWriter event = beginInPart(type, item).name("delta").json(json, from, to);
        if (kind == Block.TEXT) {
            event.name("logprobs").open('[').close(']');
        }
        write(type, event, out);
        keep(json, from, to);
    }

    private static String delta(Block kind) {
        return switch (kind) {
            case TEXT -> "response.output_text.delta";
            case REFUSAL -> "response.refusal.delta";
            case THOUGHT -> "response.reasoning_summary_text.delta";
            case CALL -> "response.function_call_arguments.delta";
        };
    }

    @Override
    public void beginCall(String id, String name, Output out) {
        begin(new OutputItem(Block.CALL, response.itemId("fc", items), id, name), out);
    }

    private OutputItem begin(OutputItem item, Output out) {
        endItem(out);
        items++;
        open = item;
        text.add('"');
        byte[] nothing = {'"', '"'};
        String type = "response.output_item.added";
        JsonWriter added = begin(type).name("output_index").number(items - 1L);
        write(type, added.name("item").json(item.json(false, nothing)), out);
        if (item.kind() != Block.CALL) {
            String part = partType(item) + ".added";
            write(part, beginInPart(part, item).name("part").json(item.part(nothing)), out);
        }
        return item;
    }

    private static String partType(OutputItem item) {
        return item.kind() == Block.THOUGHT ? "response.reasoning_summary_part" : "response.content_part";
    }

    @Override
    public void argument(byte[] json, int from, int to, Output out) {
        OutputItem item = open;
        if (item != null) {
            String type = delta(Block.CALL);
            write(type, beginInItem(type, item).name("delta").json(json, from, to), out);
            keep(json, from, to);
        }
    }

    private void keep(byte[] json, int from, int to) {
        text.add(json, from + 1, to - 1);
        kept += to - from;
    }

    @Override
    public String whole(String arguments) {
        return arguments; // they are a text here anyway
    }

    @Override
    public boolean tooLong() {
        return kept > KEPT_MAX;
    }

    private void endItem(Output out) {
        OutputItem item = open;
        if (item == null) {
            return;
        }
        byte[] all = text.add('"').bytes();
        text = new Output();
        open = null;
        String type = delta(item.kind()).replace(".delta", ".done");
        switch (item.kind()) {
            case CALL -> {
                JsonWriter done = beginInItem(type, item).name("name").text(item.name());
                write(type, done.name("arguments").json(all), out);
            }
            case TEXT -> {
                JsonWriter done = beginInPart(type, item).name("text").json(all);
                write(type, done.name("logprobs").open('[').close(']'), out);
            }
            case REFUSAL -> write(type, beginInPart(type, item).name("refusal").json(all), out);
            case THOUGHT -> write(type, beginInPart(type, item).name("text").json(all), out);
        }
        if (item.kind() != Block.CALL) {
            String part = partType(item) + ".done";
            write(part, beginInPart(part, item).name("part").json(item.part(all)), out);
        }
        byte[] whole = item.json(true, all);
        output.json(whole);
        String done = "response.output_item.done";
        write(
                done,
                begin(done).name("output_index").number(items - 1L).name("item").json(whole),
                out);
    }

    @Override
    public void end(@Nullable String finish, boolean calls, ChatUsage usage, Output out) {
        endItem(out);
        String type = ResponseObject.cutShort(finish) == null ? "response.completed" : "response.incomplete";
        write(type, begin(type).name("response").json(response.ended(finish, output.bytes(), usage)), out);
    }
}
