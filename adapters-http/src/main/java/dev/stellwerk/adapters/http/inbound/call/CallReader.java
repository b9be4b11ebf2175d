package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.MultipartBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.body.StoredResponseRequest;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.RequestHeaders;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.spi.routing.CallType;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a request into a {@link ModelCall}: looks at the few members that speak to the gateway, and at no others. */
public final class CallReader {
    private static final int USER_AGENT_LENGTH_MAX = 512;
    private static final int SESSION_LENGTH_MAX = 256;
    private static final int OUTPUT_TOKENS_MAX = 100_000_000;
    private static final int ANSWERS_MAX = 128;
    private static final String[] OUTPUT_LIMITS = {"max_completion_tokens", "max_tokens", "max_output_tokens"};

    private final CustomerReader customers;
    private final TagReader tags;

    public CallReader(CustomerReader customers, TagReader tags) {
        this.customers = customers;
        this.tags = tags;
    }

    /**
     * The call that a request with a JSON body makes.
     *
     * @throws CallRefused when it cannot be one
     */
    public ModelCall read(Exchange exchange, CallType type, String route, Cancellation cancellation) {
        return read(exchange, type, null, route, cancellation);
    }

    /** @param operation what is asked for, where the type does not say it */
    ModelCall read(
            Exchange exchange, CallType type, @Nullable Operation operation, String route, Cancellation cancellation) {
        RequestBody parsed = RequestBody.parse(exchange.jsonBody());
        RequestBody sent = operation == null ? parsed : parsed.with(operation);
        BodyMembers fields = sent.fields();
        JudgedMembers.check(fields);
        checkTypes(fields, type);
        String pathModel = exchange.variable();
        RequestBody named = pathModel == null ? sent : sent.withModel(pathModel);
        boolean metadataIsClients = type == CallType.RESPONSES;
        RequestBody judged = metadataIsClients ? named.withMetadataPassed() : named;
        AnthropicHeaders headers = anthropic(exchange);
        RequestBody body = headers.equals(AnthropicHeaders.NONE) ? judged : judged.with(headers);
        return read(
                exchange,
                type,
                route,
                body,
                metadataIsClients ? MetadataOwner.CLIENT : MetadataOwner.GATEWAY,
                session(exchange, fields),
                cancellation);
    }

    /**
     * The call that a request of the Messages API makes. For all that is decided about it, a message is a chat.
     *
     * @throws CallRefused when it cannot be one
     */
    ModelCall readMessage(Exchange exchange, CallType type, String route, Cancellation cancellation) {
        RequestBody sent = RequestBody.parse(exchange.jsonBody(), ClientApi.MESSAGES);
        BodyMembers fields = sent.fields();
        JudgedMembers.check(fields);
        checkTypes(fields, CallType.CHAT);
        AnthropicHeaders said = anthropic(exchange);
        var headers = new AnthropicHeaders(
                said.betaFlags(),
                exchange.header(RequestHeaders.ANTHROPIC_VERSION),
                "true".equals(exchange.query("beta")),
                said.token());
        String session = session(exchange, fields);
        return read(
                exchange,
                type,
                route,
                sent.with(headers),
                MetadataOwner.PROVIDER,
                session == null ? conversation(exchange, fields) : session,
                cancellation);
    }

    /** What counts on every route. */
    private static AnthropicHeaders anthropic(Exchange exchange) {
        String betaFlags = exchange.header(RequestHeaders.BETA_FLAGS);
        String token = exchange.subscription();
        return betaFlags == null && token == null
                ? AnthropicHeaders.NONE
                : new AnthropicHeaders(
                        betaFlags == null ? "" : betaFlags, null, false, token == null ? null : new Secret(token));
    }

    private ModelCall read(
            Exchange exchange,
            CallType type,
            String route,
            RequestBody body,
            MetadataOwner metadata,
            @Nullable String session,
            Cancellation cancellation) {
        BodyMembers fields = body.fields();
        return call(
                exchange,
                type,
                route,
                body,
                customers.read(exchange, fields, metadata),
                session,
                tags.read(exchange, fields, metadata),
                HandlingReader.read(exchange, body, type),
                type == CallType.TOKEN_COUNT
                        ? new ModelCall.Size(0, 0) // none of them are used
                        : new ModelCall.Size(body.promptTokens(), outputLimit(fields)),
                type != CallType.TOKEN_COUNT && body.streaming(),
                cancellation);
    }

    /** What names a conversation on the Messages routes alone. */
    private static @Nullable String conversation(Exchange exchange, BodyMembers fields) {
        String session = exchange.header(RequestHeaders.CLAUDE_CODE_SESSION_ID);
        if (session == null && fields.has("litellm_metadata")) {
            session = fields.object("litellm_metadata").string("session_id");
        }
        return bounded(session, SESSION_LENGTH_MAX);
    }

    /** The call that a request with a form makes. Forms only carry model, user and what goes upstream. */
    ModelCall readForm(
            Exchange exchange, CallType type, @Nullable Operation operation, String route, Cancellation cancellation) {
        String contentType = exchange.header(HeaderNames.CONTENT_TYPE);
        MultipartBody parsed = MultipartBody.parse(exchange.body(), contentType == null ? "" : contentType);
        MultipartBody sent = operation == null ? parsed : parsed.with(operation);
        JudgedMembers.check(sent.names());
        String pathModel = exchange.variable();
        MultipartBody body = pathModel == null ? sent : sent.withModel(pathModel);
        String streamed = body.field("stream");
        return call(
                exchange,
                type,
                route,
                body,
                customers.read(exchange, body),
                session(exchange, null),
                tags.readHeader(exchange),
                HandlingReader.readForm(exchange, body),
                new ModelCall.Size(0, 0),
                "true".equalsIgnoreCase(streamed),
                cancellation);
    }

    /** The call that is about a response which was made before. */
    ModelCall readStored(Exchange exchange, StoredResponseRequest request, String route, Cancellation cancellation) {
        boolean streaming = request.method().equals("GET") && "true".equals(exchange.query("stream"));
        return call(
                exchange,
                CallType.STORED_RESPONSE,
                route,
                request,
                customers.read(exchange),
                session(exchange, null),
                tags.readHeader(exchange),
                HandlingReader.readStored(exchange, request.id()),
                new ModelCall.Size(0, 0),
                streaming,
                cancellation);
    }

    private ModelCall call(
            Exchange exchange,
            CallType type,
            String route,
            CallBody body,
            @Nullable String customer,
            @Nullable String session,
            ModelCall.Tags callTags,
            ModelCall.Handling handling,
            ModelCall.Size size,
            boolean streaming,
            Cancellation cancellation) {
        var origin = new ModelCall.Origin(
                exchange.credential(),
                customer,
                bounded(exchange.header(HeaderNames.USER_AGENT), USER_AGENT_LENGTH_MAX),
                session,
                "true".equalsIgnoreCase(exchange.header(RequestHeaders.EXPLAIN)),
                body instanceof RequestBody request && request.anthropic().token() != null);
        return new ModelCall(
                type,
                route,
                body.model(),
                exchange.callId(),
                origin,
                callTags,
                handling,
                size,
                streaming,
                body,
                cancellation,
                exchange.startedNanos());
    }

    private static @Nullable String session(Exchange exchange, @Nullable BodyMembers fields) {
        String session = exchange.header(RequestHeaders.SESSION_ID);
        if (session == null) {
            session = exchange.header(RequestHeaders.TRACE_ID);
        }
        if (session == null && fields != null) {
            session = fields.string("litellm_session_id");
            session = session == null ? fields.string("litellm_trace_id") : session;
        }
        return bounded(session, SESSION_LENGTH_MAX);
    }

    private static @Nullable String bounded(@Nullable String text, int lengthMax) {
        return text == null || text.length() <= lengthMax ? text : text.substring(0, lengthMax);
    }

    private static void checkTypes(BodyMembers fields, CallType type) {
        if (type == CallType.CHAT && fields.has("messages") && fields.kind("messages") != JsonMembers.Kind.ARRAY) {
            throw fields.refused("messages", "must be a list");
        }
        Long _ = fields.whole("n", 1, ANSWERS_MAX);
    }

    private static long outputLimit(BodyMembers fields) {
        long limit = 0;
        for (String name : OUTPUT_LIMITS) {
            Long value = fields.whole(name, 0, OUTPUT_TOKENS_MAX);
            limit = value == null ? limit : Math.max(limit, value);
        }
        return limit;
    }

    static List<String> splitAtCommas(String value) {
        var parts = new ArrayList<String>();
        int from = 0;
        while (from <= value.length()) {
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            String part = value.substring(from, to).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            from = to + 1;
        }
        return parts;
    }
}
