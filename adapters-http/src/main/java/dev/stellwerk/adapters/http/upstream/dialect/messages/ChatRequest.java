package dev.stellwerk.adapters.http.upstream.dialect.messages;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.ClientMembers;
import dev.stellwerk.adapters.http.upstream.dialect.JsonWriter;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.domain.deployment.Ability;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for a message, said as one for a chat completion. What nobody here knows is meant for the provider, and what
 * speaks to the gateway stays for whoever reads it next. Belongs to one call.
 */
final class ChatRequest {
    /** Anthropic's alone: a call means without them what it means with them. */
    private static final Set<String> LEFT_OUT =
            Set.of("anthropic_beta", "betas", "cache_control", "context_management", "service_tier", "speed", "user");

    /** Anthropic's alone, and without them a call means something else. */
    private static final Set<String> REFUSED = Set.of("container", "inference_geo", "mcp_servers");

    /** Said in another way. */
    private static final Set<String> TRANSLATED = Set.of(
            "messages",
            "metadata",
            "model",
            "output_config",
            "output_format",
            "stop_sequences",
            "system",
            "thinking",
            "tool_choice",
            "tools");

    private static final int USER_LENGTH_MAX = 64;

    private final OutgoingCall call;
    private final JsonMembers sent;
    private final boolean drops;
    private final JsonWriter out = new JsonWriter();
    private final Set<String> written = new HashSet<>();

    private ChatRequest(OutgoingCall call, JsonMembers sent, boolean drops) {
        this.call = call;
        this.sent = sent;
        this.drops = drops;
    }

    /**
     * The body of the chat completion.
     *
     * @param sent what the client sent, with what a fallback replaces in it
     */
    static RequestBody of(OutgoingCall call, RequestBody client, JsonMembers sent) {
        return client.asChat(new ChatRequest(call, sent, ClientMembers.drops(call, client)).translated(client));
    }

    private byte[] translated(RequestBody client) {
        out.open('{');
        new ChatMessages(out, drops).add(sent);
        new ChatTools(drops).add(sent, this::add);
        addStop();
        addUser();
        addEffort();
        addFormat();
        for (int index = 0; index < sent.size(); index++) {
            addAsIs(sent.name(index), index);
        }
        ClientMembers.addGatewaysOwn(client.members(), sent, out);
        return out.close('}').bytes();
    }

    private void addAsIs(String name, int index) {
        if (sent.kind(index) == Kind.NULL || TRANSLATED.contains(name) || LEFT_OUT.contains(name)) {
            return;
        }
        if (REFUSED.contains(name)) {
            if (!drops) {
                throw new UntranslatableCall(
                        "this deployment does not take '" + name + "', which is Anthropic's own", name);
            }
            return;
        }
        if (!written.contains(name)) {
            out.name(name).value(sent, index);
        }
    }

    private JsonWriter add(String name) {
        written.add(name);
        return out.name(name);
    }

    private void addStop() {
        int sequences = sent.findPresent("stop_sequences");
        if (sequences >= 0 && sent.elements(sequences).length > 0) {
            add("stop").value(sent, sequences);
        }
    }

    private void addUser() {
        JsonMembers metadata = sent.objectOf("metadata");
        String user = metadata == null ? null : metadata.textOf("user_id");
        if (user != null && !user.isEmpty()) {
            boolean fits = user.codePointCount(0, user.length()) <= USER_LENGTH_MAX;
            add("user").text(fits ? user : user.substring(0, user.offsetByCodePoints(0, USER_LENGTH_MAX)));
        }
    }

    private void addEffort() {
        String effort = effort(sent.objectOf("thinking"));
        if (effort != null && !call.facts().lacks(Ability.REASONING)) {
            add("reasoning_effort").text(effort);
        }
    }

    /** How much to think, in OpenAI's words; null where nothing is said on it. */
    private @Nullable String effort(@Nullable JsonMembers thinking) {
        String type = thinking == null ? null : thinking.textOf("type");
        if (thinking == null || type == null) {
            return null;
        }
        return switch (type) {
            case "enabled" -> {
                long budget = thinking.wholeOr("budget_tokens", 0);
                yield budget >= 10_000 ? "high" : budget >= 5_000 ? "medium" : budget >= 2_000 ? "low" : "minimal";
            }
            case "adaptive" -> {
                JsonMembers config = sent.objectOf("output_config");
                String own = config == null ? null : config.textOf("effort");
                yield own == null ? "medium" : own;
            }
            default -> null;
        };
    }

    private void addFormat() {
        JsonMembers config = sent.objectOf("output_config");
        JsonMembers own = config == null ? null : config.objectOf("format");
        JsonMembers format = own == null ? sent.objectOf("output_format") : own;
        int schema = format == null ? -1 : format.findPresent("schema");
        if (format == null || schema < 0 || !"json_schema".equals(format.textOf("type"))) {
            return;
        }
        add("response_format")
                .open('{')
                .name("type")
                .text("json_schema")
                .name("json_schema")
                .open('{');
        out.name("name").text("structured_output").name("schema").value(format, schema);
        if (StrictSchema.holds(format.tree(schema))) {
            out.name("strict").json("true");
        }
        out.close('}').close('}');
    }
}
