package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.body.Rendering;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UpstreamRequest;
import dev.stellwerk.adapters.http.upstream.dialect.parameter.CallRules;
import dev.stellwerk.adapters.http.upstream.dialect.parameter.Fitting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One chat completion, said as a request for a message. The API refuses what it does not know, so nothing of OpenAI's or
 * of the gateway's stays in it; what nobody here knows is meant for the API.
 */
final class MessagesRequest {
    /** What is said in another way. */
    private static final Set<String> TRANSLATED = Set.of(
            "max_completion_tokens",
            "max_tokens",
            "messages",
            "model",
            "n",
            "output_config",
            "parallel_tool_calls",
            "reasoning_effort",
            "response_format",
            "service_tier",
            "stop",
            "stream",
            "stream_options",
            "thinking",
            "tool_choice",
            "tools",
            "user",
            "web_search_options");

    private static final long TOKENS_OTHERWISE = 4_096;
    private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern TELEPHONE = Pattern.compile("\\+?[\\d\\s()./-]{7,20}");

    private final OutgoingCall call;
    private final CallRules rules;
    private final Map<String, @Nullable Object> sent;
    private final Map<String, @Nullable Object> message = new LinkedHashMap<>();
    private final Set<String> flags = new LinkedHashSet<>();

    private MessagesRequest(OutgoingCall call, CallRules rules, Map<String, @Nullable Object> sent) {
        this.call = call;
        this.rules = rules;
        this.sent = sent;
    }

    static UpstreamRequest of(OutgoingCall call) {
        CallRules rules = CallRules.of(call);
        Map<String, @Nullable Object> sent = members(call, rules);
        List<String> dropped = AnthropicParameters.apply(rules, sent, call.endpoint());
        var request = new MessagesRequest(call, rules, sent);
        request.translate();
        AnthropicHeaders client = call.body() instanceof RequestBody body ? body.anthropic() : AnthropicHeaders.NONE;
        return new UpstreamRequest(
                MessagesEndpoint.target(call.endpoint(), client, request.flags),
                RenderedBody.ofJson(JsonText.written(request.message)),
                dropped);
    }

    /** What would be sent to OpenAI: the client's members without the gateway's, with replacements and defaults. */
    private static Map<String, @Nullable Object> members(OutgoingCall call, CallRules rules) {
        var rendering = new Rendering(
                call.endpoint().model(), call.overrides(), call.defaults(), false, Fitting.leftOut(call, rules));
        RenderedBody body = call.body().render(rendering);
        try {
            var bytes = new ByteArrayOutputStream((int) body.length());
            body.writeTo(bytes);
            return JsonMembers.of(bytes.toByteArray()).tree();
        } catch (IOException | MalformedJson impossible) {
            throw new UncheckedIOException(new IOException("a body of our own cannot be read", impossible));
        }
    }

    private void translate() {
        message.put("model", call.endpoint().model());
        sent.forEach((name, value) -> {
            if (!TRANSLATED.contains(name) && value != null) {
                message.put(name, value);
            }
        });
        if (Boolean.TRUE.equals(sent.get("stream"))) {
            message.put("stream", true);
        }
        addStopSequences();
        addUser();
        addServiceTier();
        var thinking = new Thinking(sent, ModelTraits.of(call.endpoint().model()));
        var conversation = new Conversation(rules.mends());
        conversation.add(sent.get("messages"));
        boolean thinks = thinking.on() && !(rules.mends() && conversation.lacksThoughts());
        if (thinks) {
            thinking.addTo(message, flags);
        } else {
            thinking.addOff(message);
        }
        new ToolSet(sent, thinks, conversation.usesTools()).addTo(message, asTool());
        addOutputConfig(thinks ? thinking.effort() : null);
        conversation.addTo(message, flags);
        message.put("max_tokens", outputLimit(thinks ? thinking.budget() : 0));
    }

    private void addStopSequences() {
        Object stop = sent.get("stop");
        List<@Nullable Object> sequences = stop instanceof String ? List.of(stop) : Values.elements(stop);
        var kept = new ArrayList<@Nullable Object>();
        for (Object sequence : sequences) {
            if (!(rules.drops() && sequence instanceof String text && text.isBlank())) {
                kept.add(sequence);
            }
        }
        if (!kept.isEmpty()) {
            message.put("stop_sequences", kept);
        }
    }

    private void addUser() {
        Object user = sent.get("user");
        if (user == null && call.body() instanceof RequestBody body) {
            user = Values.object(body.fields().tree("metadata")).get("user_id");
        }
        if (user instanceof String id
                && !id.isEmpty()
                && !MAIL.matcher(id).matches()
                && !TELEPHONE.matcher(id).matches()) {
            message.put("metadata", Values.of("user_id", id));
        }
    }

    private void addServiceTier() {
        Object tier = sent.get("service_tier");
        if (tier != null) {
            message.put("service_tier", tier.equals("default") ? "standard_only" : tier);
        }
    }

    /** The schema of the answer, where the model has no way to be given one but as a tool's. */
    private @Nullable Object asTool() {
        return AnswerFormat.asTool(sent.get("response_format"), call.endpoint().model());
    }

    private void addOutputConfig(@Nullable String effort) {
        var config = new LinkedHashMap<String, @Nullable Object>();
        Object schema = AnswerFormat.schema(sent.get("response_format"));
        if (schema != null && asTool() == null) {
            config.put("format", Values.of("type", "json_schema", "schema", schema));
        }
        if (effort != null) {
            config.put("effort", effort);
        }
        config.putAll(Values.object(sent.get("output_config")));
        if (!config.isEmpty()) {
            message.put("output_config", config);
        }
    }

    /** The client's own limit; else what is known of deployment and model, with room for thought. */
    private Object outputLimit(long budget) {
        Object own = clientsLimit();
        if (own != null) {
            return own;
        }
        Object configured = sent.get("max_completion_tokens");
        configured = configured == null ? sent.get("max_tokens") : configured;
        Long known = call.facts().maxOutputTokens();
        long otherwise = known == null || known < 1 ? TOKENS_OTHERWISE : known;
        long limit = configured instanceof Number number ? number.longValue() : otherwise;
        return budget >= limit ? budget + TOKENS_OTHERWISE : limit;
    }

    private @Nullable Object clientsLimit() {
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            boolean clients = call.overrides().containsKey(name)
                    || (call.body() instanceof RequestBody body && body.fields().has(name));
            if (clients && sent.get(name) != null) {
                return sent.get(name);
            }
        }
        return null;
    }
}
