package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.json.Utf8;
import dev.stellwerk.application.call.Payload.Prefix;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.id.ModelName;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.spi.InvalidValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON body. The received bytes are checked once as a whole and kept: what is sent upstream is cut from the very
 * bytes that were judged. The bytes must not change.
 */
public final class RequestBody implements CallBody {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final double DELAY_MAX = 600; // seconds

    private final BodyMembers fields;
    private final @Nullable String model;
    private final ClientApi api;
    private final boolean metadataPasses;
    private final long promptTokens;
    private final AnthropicHeaders anthropic;
    private final @Nullable Operation operation;

    private RequestBody(
            BodyMembers fields,
            @Nullable String model,
            ClientApi api,
            boolean metadataPasses,
            long promptTokens,
            AnthropicHeaders anthropic,
            @Nullable Operation operation) {
        this.fields = fields;
        this.model = model;
        this.api = api;
        this.metadataPasses = metadataPasses;
        this.promptTokens = promptTokens;
        this.anthropic = anthropic;
        this.operation = operation;
    }

    /**
     * Checks a body in OpenAI's API and finds its members.
     *
     * @throws CallRefused when it is not one strict JSON object in UTF-8
     * @throws InvalidValue when the name of its model is none
     */
    public static RequestBody parse(byte[] bytes) {
        return parse(bytes, ClientApi.OPENAI);
    }

    /** Checks a body in its client's API, in the same way. */
    public static RequestBody parse(byte[] bytes, ClientApi api) {
        var fields = new BodyMembers(members(bytes), "");
        String model = fields.string("model");
        return new RequestBody(
                fields,
                model == null ? null : new ModelName(model).text(),
                api,
                api == ClientApi.MESSAGES,
                PromptSize.tokens(fields.members(), api),
                AnthropicHeaders.NONE,
                null);
    }

    /**
     * The members of a body of any route that takes JSON.
     *
     * @throws CallRefused when it is not one strict JSON object in UTF-8; says why, and at which line and column
     */
    public static JsonMembers members(byte[] bytes) {
        if (ByteSearch.startsWith(bytes, 0, BYTE_ORDER_MARK)) {
            throw invalid("it begins with a byte-order mark; JSON is sent without one");
        }
        if (!Utf8.valid(bytes, 0, bytes.length)) {
            throw invalid("it is not UTF-8");
        }
        try {
            return JsonMembers.ofRequest(bytes);
        } catch (MalformedJson bad) {
            throw invalid(bad.in(bytes));
        }
    }

    private static CallRefused invalid(String problem) {
        return new CallRefused(new CallRefusal.Invalid("Invalid JSON payload: " + problem, "request_body"));
    }

    /** The same body for the model that the path names. */
    public RequestBody withModel(String pathModel) {
        return new RequestBody(
                fields, new ModelName(pathModel).text(), api, metadataPasses, promptTokens, anthropic, operation);
    }

    /** The same body for a route on which {@code metadata} belongs to the client, whose service stores it. */
    public RequestBody withMetadataPassed() {
        return new RequestBody(fields, model, api, true, promptTokens, anthropic, operation);
    }

    /** The same body with what its client says to Anthropic's API outside of it. */
    public RequestBody with(AnthropicHeaders headers) {
        return new RequestBody(fields, model, api, metadataPasses, promptTokens, headers, operation);
    }

    /** The same body for an operation that the kind of its call does not say. */
    public RequestBody with(Operation asked) {
        return new RequestBody(fields, model, api, metadataPasses, promptTokens, anthropic, asked);
    }

    @Override
    public @Nullable Operation operation() {
        return operation;
    }

    /** What the client says to Anthropic's API, should that be the one that is called. */
    public AnthropicHeaders anthropic() {
        return anthropic;
    }

    /** The API in which it is written. */
    public ClientApi api() {
        return api;
    }

    /**
     * The same call, said as a chat completion.
     *
     * @param json what was written for it
     */
    public RequestBody asChat(byte[] json) {
        try {
            var said = new BodyMembers(JsonMembers.of(json), "");
            return new RequestBody(said, model, ClientApi.OPENAI, false, promptTokens, AnthropicHeaders.NONE, null);
        } catch (MalformedJson impossible) {
            throw new IllegalArgumentException("a body of our own cannot be read", impossible);
        }
    }

    /** The members as ranges of the bytes they came in. */
    public JsonMembers members() {
        return fields.members();
    }

    /** The members as they were sent. */
    public BodyMembers fields() {
        return fields;
    }

    @Override
    public @Nullable String model() {
        return model;
    }

    public boolean streaming() {
        return Boolean.TRUE.equals(fields.bool("stream"));
    }

    /** Whether the client wants a stream to end with its usage. */
    public boolean usageAsked() {
        return Boolean.TRUE.equals(fields.object("stream_options").bool("include_usage"));
    }

    /** The request's own fallbacks: names, and objects whose members replace the request's; null when it has none. */
    public @Nullable List<FallbackTarget> fallbacks() {
        List<Object> elements = fields.stringsAndObjects("fallbacks");
        if (elements == null) {
            return null;
        }
        var targets = new ArrayList<FallbackTarget>(elements.size());
        for (Object element : elements) {
            targets.add(
                    element instanceof Map<?, ?> map
                            ? fallback(map)
                            : FallbackTarget.to(new ModelName(String.valueOf(element)).text()));
        }
        return targets;
    }

    private FallbackTarget fallback(Map<?, ?> map) {
        var overrides = new HashMap<String, Object>();
        map.forEach((name, value) -> {
            if (value != null) {
                overrides.put(String.valueOf(name), value);
            }
        });
        Object target = overrides.remove("model");
        if (target != null && !(target instanceof String)) {
            throw fields.refused("fallbacks", "must name models by strings");
        }
        return new FallbackTarget(target instanceof String name ? new ModelName(name).text() : null, overrides);
    }

    /** The text to answer with instead of calling an upstream; null when the call is meant in earnest. */
    public @Nullable String mockResponse() {
        return fields.string("mock_response");
    }

    /** How long such an answer shall take. */
    public Duration mockDelay() {
        Double seconds = fields.positive("mock_delay");
        return seconds == null ? Duration.ZERO : Duration.ofMillis((long) (Math.min(seconds, DELAY_MAX) * 1_000));
    }

    @Override
    public boolean actedOut() {
        return mockResponse() != null;
    }

    /** Tokens of the prompt, estimated from its length; never exact. */
    public long promptTokens() {
        return promptTokens;
    }

    @Override
    public List<Prefix> markedPrefixes() {
        return MarkedPrefixes.of(fields.members());
    }

    /** What is sent upstream when nothing is changed. */
    public SentMembers sent(Map<String, Object> overrides, Map<String, Object> defaults) {
        return new SentMembers(fields.members(), overrides, defaults, metadataPasses);
    }

    @Override
    public RenderedBody render(Rendering rendering) {
        return switch (api) {
            case OPENAI -> new JsonRenderer(sent(rendering.overrides(), rendering.defaults()), rendering).render();
            case MESSAGES -> new VerbatimRenderer(fields.members(), rendering).render();
        };
    }
}
