package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one message says and calls, in an order in which it can be told: one block at a time. Models may call several tools
 * at once and their fragments come as they like; a call stays open until its arguments are complete, and what comes for
 * others meanwhile is kept. Belongs to one stream.
 */
final class StreamedCalls {
    /** Letters of what waits for its block. */
    private static final int KEPT_MAX = 8 << 20;

    private static final int CALL_LETTERS = 256;

    private record Words(Block kind, byte[] json) {}

    private final AnswerEvents events;
    private final Map<Long, StreamedCall> latest = new HashMap<>();
    private final List<StreamedCall> waiting = new ArrayList<>(); // by index
    private final List<Words> words = new ArrayList<>(); // that came while a call was being told
    private @Nullable StreamedCall last;
    private @Nullable StreamedCall open;
    private String answerId = "msg";
    private long nextIndex;
    private int told;
    private int kept;

    StreamedCalls(AnswerEvents events) {
        this.events = events;
    }

    /** @param id of the answer, for calls that have none */
    void answerId(String id) {
        answerId = id;
    }

    boolean any() {
        return last != null;
    }

    /** Whether more waits for its turn than can be kept. */
    boolean tooMany() {
        return kept > KEPT_MAX;
    }

    /** A piece of a text or a thought. */
    void say(Block kind, JsonMembers members, int index, Output out) {
        if (open != null && !open.complete()) {
            byte[] json = members.source(index).getBytes(UTF_8);
            kept += json.length;
            words.add(new Words(kind, json));
            return;
        }
        open = null;
        events.say(kind, members.bytes(), members.valueStart(index), members.valueEnd(index), out);
    }

    /** All that a chunk brings of calls. */
    void add(JsonMembers delta, int list, Output out) {
        int[] ranges = delta.elements(list);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers piece = JsonMembers.within(delta.bytes(), ranges[pair], ranges[pair + 1]);
            if (piece != null) {
                add(piece, out);
            }
        }
        settle(false, out);
    }

    private void add(JsonMembers piece, Output out) {
        JsonMembers function = piece.objectOf("function");
        String id = piece.textOf("id");
        String name = function == null ? null : function.textOf("name");
        StreamedCall call = callOf(piece.wholeOr("index", -1), id, name);
        call.name(id, name);
        int arguments = function == null ? -1 : function.findPresent("arguments");
        if (function == null || arguments < 0) {
            return;
        }
        boolean text = function.kind(arguments) == Kind.STRING;
        boolean passes = text && call == open && call.passes();
        String fragment = text ? function.text(arguments) : function.source(arguments);
        call.add(fragment);
        if (passes) {
            call.take();
            if (function.valueEnd(arguments) - function.valueStart(arguments) > 2) {
                events.argument(function.bytes(), function.valueStart(arguments), function.valueEnd(arguments), out);
            }
        } else {
            kept += fragment.length();
            tell(out);
        }
    }

    /** The call that a piece belongs to. Some upstreams number none of them, some all alike. */
    private StreamedCall callOf(long index, @Nullable String id, @Nullable String name) {
        StreamedCall known = index < 0 ? last : latest.get(index);
        if (known != null && !(known.differsFrom(id) && (index < 0 || name != null))) {
            return known;
        }
        long number = index >= 0 ? index : last == null ? 0 : last.index() + 1;
        var call = new StreamedCall(number);
        kept += CALL_LETTERS;
        latest.put(number, call);
        last = call;
        int place = waiting.size();
        while (place > 0 && waiting.get(place - 1).index() > number) {
            place--;
        }
        waiting.add(place, call);
        return call;
    }

    /** Tells what can be told of the open call. */
    private void tell(Output out) {
        String arguments = open == null ? "" : open.take();
        if (!arguments.isEmpty()) {
            kept -= arguments.length();
            byte[] json = JsonText.quoted(arguments);
            events.argument(json, 0, json.length, out);
        }
    }

    /** Goes to the next block as long as nothing speaks against it. */
    private void settle(boolean atEnd, Output out) {
        while (open == null || open.complete() || atEnd) {
            boolean more = !words.isEmpty() || mayBegin(atEnd);
            if (!more) {
                return;
            }
            endCall(out);
            tellWords(out);
            if (mayBegin(atEnd)) {
                begin(waiting.removeFirst(), out);
            }
        }
    }

    private void tellWords(Output out) {
        for (Words said : words) {
            kept -= said.json().length;
            events.say(said.kind(), said.json(), 0, said.json().length, out);
        }
        words.clear();
    }

    /** Calls are told in the order of their numbers: one that is still missing is waited for. */
    private boolean mayBegin(boolean atEnd) {
        if (waiting.isEmpty()) {
            return false;
        }
        StreamedCall next = waiting.getFirst();
        return atEnd || (next.index() <= nextIndex && !next.name().isEmpty());
    }

    private void begin(StreamedCall call, Output out) {
        kept -= CALL_LETTERS;
        nextIndex = Math.max(nextIndex, call.index() + 1);
        open = call;
        events.beginCall(call.id(answerId, told++), call.name(), out);
        tell(out);
    }

    private void endCall(Output out) {
        String rest = open == null ? "" : open.rest();
        if (!rest.isEmpty()) {
            byte[] text = JsonText.quoted(events.whole(rest));
            events.argument(text, 0, text.length, out);
        }
        open = null;
    }

    /** Tells whatever is left. */
    void end(Output out) {
        settle(true, out);
        endCall(out);
    }
}
