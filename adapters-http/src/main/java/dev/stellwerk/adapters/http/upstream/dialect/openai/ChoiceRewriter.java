package dev.stellwerk.adapters.http.upstream.dialect.openai;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the {@code choices} of a stream's chunks. Most are as they should be and stay bytes; a chunk that repeats a
 * role, or ends a choice together with its last words, is written anew.
 */
final class ChoiceRewriter {
    /** What becomes of a chunk's choices; null means they stay as they are. */
    public record Result(byte @Nullable [] first, byte @Nullable [] second) {
        static final Result AS_IS = new Result(null, null);
    }

    private static final int CHOICES_REMEMBERED = 128;

    private final boolean chat;
    private long rolesLow; // one bit for each choice that has had its role
    private long rolesHigh;
    private boolean begun;
    private boolean anew; // the chunk being looked at cannot stay as it is
    private boolean finishSeen;
    private boolean toolCallsSeen;
    private long producedBytes;

    public ChoiceRewriter(boolean chat) {
        this.chat = chat;
    }

    /** Content, a tool call or an end has been seen: more than a greeting. */
    public boolean begun() {
        return begun;
    }

    public boolean finishSeen() {
        return finishSeen;
    }

    public long producedBytes() {
        return producedBytes;
    }

    public Result rewrite(JsonMembers chunk, int list) {
        anew = false;
        int[] ranges = chunk.elements(list);
        long repeating = 0; // one bit for each place in the list
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers choice = JsonMembers.within(chunk.bytes(), ranges[pair], ranges[pair + 1]);
            if (choice != null && look(choice)) {
                repeating |= 1L << (pair / 2);
            }
        }
        return anew ? writtenAnew(chunk.tree(list), repeating) : Result.AS_IS;
    }

    /** Notes what a choice brings; answers whether it repeats its role. */
    private boolean look(JsonMembers choice) {
        boolean finishes = finishes(choice);
        finishSeen |= finishes;
        begun |= finishes;
        JsonMembers delta = choice.objectOf("delta");
        if (delta == null) {
            int produced = bytesOf(choice, choice.findPresent("text"));
            produced(produced);
            return false;
        }
        int produced = 0;
        boolean role = false;
        for (int index = 0; index < delta.size(); index++) {
            if (delta.name(index).equals("role")) {
                role = delta.kind(index) != Kind.NULL;
            } else {
                toolCallsSeen |= delta.name(index).equals("tool_calls") && delta.kind(index) == Kind.ARRAY;
                produced += bytesOf(delta, index);
            }
        }
        produced(produced);
        boolean repeats = chat && role && repeatedRole(choice.wholeOr("index", 0));
        anew |= repeats || (chat && finishes && produced > 0);
        return repeats;
    }

    /** Whether the choice ends. Words that OpenAI does not know for it are not passed on. */
    private boolean finishes(JsonMembers choice) {
        int index = choice.findPresent("finish_reason");
        if (index < 0 || choice.kind(index) != Kind.STRING) {
            return index >= 0;
        }
        String reason = choice.text(index);
        anew |= !FinishReasons.isKnown(reason);
        return !reason.isEmpty();
    }

    private void produced(int bytes) {
        producedBytes += bytes;
        begun |= bytes > 0;
    }

    private static int bytesOf(JsonMembers members, int index) {
        if (index < 0) {
            return 0;
        }
        int length = members.valueEnd(index) - members.valueStart(index);
        return switch (members.kind(index)) {
            case NULL -> 0;
            case STRING, ARRAY, OBJECT -> length - 2; // without quotes or brackets
            case NUMBER, BOOLEAN -> length;
        };
    }

    private boolean repeatedRole(long index) {
        if (index < 0 || index >= CHOICES_REMEMBERED) {
            return false;
        }
        long bit = 1L << index;
        boolean repeated = ((index < Long.SIZE ? rolesLow : rolesHigh) & bit) != 0;
        if (index < Long.SIZE) {
            rolesLow |= bit;
        } else {
            rolesHigh |= bit;
        }
        return repeated;
    }

    /** Takes repeated roles out, and puts the ends of choices that still have something to say into a second chunk. */
    private Result writtenAnew(@Nullable Object tree, long repeating) {
        var now = new ArrayList<Object>();
        var ends = new ArrayList<Object>();
        for (Object one : tree instanceof List<?> all ? all : List.of()) {
            if (one instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> choice = copy(map);
                boolean repeats = (repeating >>> now.size() & 1) == 1;
                FinishReasons.makeKnown(choice, toolCallsSeen);
                if (chat) {
                    choice.put("delta", delta(choice, repeats));
                    splitEnd(choice, ends);
                }
                now.add(choice);
            }
        }
        return new Result(JsonText.written(now), ends.isEmpty() ? null : JsonText.written(ends));
    }

    private static Map<String, @Nullable Object> delta(Map<String, @Nullable Object> choice, boolean withoutRole) {
        Map<String, @Nullable Object> delta =
                choice.get("delta") instanceof Map<?, ?> map ? copy(map) : new LinkedHashMap<>();
        if (withoutRole) {
            delta.remove("role");
        }
        return delta;
    }

    private static void splitEnd(Map<String, @Nullable Object> choice, List<Object> ends) {
        Object reason = choice.get("finish_reason");
        if (reason != null) {
            var end = new LinkedHashMap<String, @Nullable Object>();
            end.put("index", choice.getOrDefault("index", 0));
            end.put("delta", Map.of());
            end.put("finish_reason", reason);
            Object fields = choice.remove("provider_specific_fields");
            if (fields != null) {
                end.put("provider_specific_fields", fields);
            }
            ends.add(end);
            choice.put("finish_reason", null);
        }
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
