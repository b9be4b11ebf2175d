package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a chat as turns of user and assistant, one after the other, with what the system says apart. Belongs to
 * one call.
 */
final class Conversation {
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    private static final String CALL = "tool_use";
    private static final String RESULT = "tool_result";

    private final boolean modifies;
    private final List<Map<String, @Nullable Object>> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> flags = new HashSet<>();
    private boolean lacksThoughts;

    /** @param modifies whether what the API would refuse is mended */
    Conversation(boolean modifies) {
        this.modifies = modifies;
    }

    private record Turn(String role, List<Map<String, @Nullable Object>> blocks) {
        boolean has(String type) {
            return blocks.stream().anyMatch(block -> type.equals(block.get("type")));
        }

        /** Results come first: the API wants them right behind the calls. */
        void add(List<Map<String, @Nullable Object>> further) {
            for (Map<String, @Nullable Object> block : further) {
                int place = blocks.size();
                if (RESULT.equals(block.get("type"))) {
                    place = 0;
                    while (place < blocks.size()
                            && RESULT.equals(blocks.get(place).get("type"))) {
                        place++;
                    }
                }
                blocks.add(place, block);
            }
        }
    }

    void add(@Nullable Object messages) {
        int index = 0;
        for (Object written : Values.elements(messages)) {
            String path = "messages[" + index++ + "]";
            if (!(written instanceof Map)) {
                throw new UntranslatableCall(path + " is no object", "messages");
            }
            add(Values.object(written), path);
        }
        if (!turns.isEmpty() && turns.getLast().role.equals(ASSISTANT)) {
            cutTrailingBlanks(turns.getLast().blocks);
        }
        if (modifies) {
            answerOpenCalls();
        }
    }

    private void add(Map<String, @Nullable Object> message, String path) {
        var blocks = new ContentBlocks(path, flags);
        String role = Values.textOr(message, "role", "");
        switch (role) {
            case "system", "developer" -> blocks.addContent(message.get("content"));
            case USER -> blocks.addContent(message.get("content"));
            case ASSISTANT -> blocks.addAssistant(message);
            case "tool" -> blocks.addResult(message);
            default ->
                throw new UntranslatableCall(
                        path + ".role must be system, developer, user, assistant or tool", "messages");
        }
        List<Map<String, @Nullable Object>> made = blocks.marked(message.get("cache_control"));
        if (made.isEmpty()) {
            return;
        }
        switch (role) {
            case "system", "developer" -> system.addAll(made);
            case ASSISTANT -> {
                var turn = new Turn(ASSISTANT, made);
                lacksThoughts =
                        turn.has(CALL) ? !turn.has("thinking") && !turn.has("redacted_thinking") : lacksThoughts;
                take(turn);
            }
            default -> take(new Turn(USER, made));
        }
    }

    private void take(Turn turn) {
        if (!turns.isEmpty() && turns.getLast().role.equals(turn.role)) {
            turns.getLast().add(turn.blocks);
        } else {
            turns.add(new Turn(turn.role, new ArrayList<>(turn.blocks)));
        }
    }

    private static void cutTrailingBlanks(List<Map<String, @Nullable Object>> blocks) {
        Map<String, @Nullable Object> last = blocks.getLast();
        if ("text".equals(last.get("type")) && last.get("text") instanceof String text) {
            last.put("text", text.stripTrailing());
        }
    }

    /** Calls that nobody has answered get an answer that says so. */
    private void answerOpenCalls() {
        for (int index = 0; index < turns.size(); index++) {
            Turn turn = turns.get(index);
            if (turn.role.equals(ASSISTANT) && turn.has(CALL)) {
                boolean followed = index + 1 < turns.size();
                Turn next = followed ? turns.get(index + 1) : new Turn(USER, new ArrayList<>());
                next.add(missingResults(turn, next));
                if (!followed && !next.blocks.isEmpty()) {
                    turns.add(next);
                }
            }
        }
    }

    private static List<Map<String, @Nullable Object>> missingResults(Turn calls, Turn answers) {
        var answered = new HashSet<@Nullable Object>();
        answers.blocks.forEach(block -> answered.add(block.get("tool_use_id")));
        var missing = new ArrayList<Map<String, @Nullable Object>>();
        for (Map<String, @Nullable Object> block : calls.blocks) {
            Object id = block.get("id");
            if (CALL.equals(block.get("type")) && id != null && !answered.contains(id)) {
                Map<String, @Nullable Object> result = Values.of("type", RESULT, "tool_use_id", id);
                result.put("content", "This call was not carried out; there is no result.");
                missing.add(result);
            }
        }
        return missing;
    }

    boolean usesTools() {
        return turns.stream().anyMatch(turn -> turn.has(CALL) || turn.has(RESULT));
    }

    /** Whether the last message of the assistant that calls tools tells no thoughts, which the API asks for if it thinks. */
    boolean lacksThoughts() {
        return lacksThoughts;
    }

    void addTo(Map<String, @Nullable Object> message, Set<String> betaFlags) {
        betaFlags.addAll(flags);
        if (!system.isEmpty()) {
            message.put("system", system);
        }
        var messages = new ArrayList<@Nullable Object>();
        if (modifies && !turns.isEmpty() && turns.getFirst().role.equals(ASSISTANT)) {
            messages.add(Values.of("role", USER, "content", "."));
        }
        turns.forEach(turn -> messages.add(Values.of("role", turn.role, "content", turn.blocks)));
        message.put("messages", messages);
    }
}
