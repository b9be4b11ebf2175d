package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.Payload;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.in.ModelCall.Handling;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts from a chat call of the master key, so that a test names only what it is about. */
final class ACall {
    /** What the gateway takes the prompt for. */
    static final long PROMPT_TOKENS = 7;

    private final @Nullable String model;
    private CallType type = CallType.CHAT;
    private String route = "/chat/completions";
    private Credential credential = AccessFixture.MASTER;
    private @Nullable String customer;
    private @Nullable String session;
    private boolean wantsDecision;
    private ModelCall.Tags tags = ModelCall.Tags.NONE;
    private @Nullable List<String> regions;
    private @Nullable Integer retries;
    private @Nullable List<FallbackTarget> fallbacks;
    private boolean fallbacksDisabled;
    private @Nullable Simulated simulated;
    private @Nullable String previous;
    private boolean streaming;
    private Payload payload = new Payload() {};
    private Cancellation cancellation = Cancellation.NEVER;

    private ACall(@Nullable String model) {
        this.model = model;
    }

    static ACall of(@Nullable String model) {
        return new ACall(model);
    }

    ACall type(CallType value) {
        type = value;
        return this;
    }

    ACall route(String value) {
        route = value;
        return this;
    }

    ACall as(Credential value) {
        credential = value;
        return this;
    }

    ACall user(String id) {
        customer = id;
        return this;
    }

    ACall session(String id) {
        session = id;
        return this;
    }

    ACall wantingDecision() {
        wantsDecision = true;
        return this;
    }

    ACall tagged(String... names) {
        tags = new ModelCall.Tags(null, null, List.of(names));
        return this;
    }

    ACall in(String... labels) {
        regions = List.of(labels);
        return this;
    }

    ACall retries(int value) {
        retries = value;
        return this;
    }

    ACall fallbacks(String... models) {
        fallbacks = Stream.of(models).map(FallbackTarget::to).toList();
        return this;
    }

    ACall fallbacksDisabled() {
        fallbacksDisabled = true;
        return this;
    }

    ACall simulating(Simulated value) {
        simulated = value;
        return this;
    }

    /** A call of the Responses API. */
    ACall responding() {
        return type(CallType.RESPONSES).route("/responses");
    }

    /** A call of the Responses API that goes on where another ended. */
    ACall continuing(String id) {
        previous = id;
        return responding();
    }

    /** A call about a response that was made before. */
    ACall about(String id) {
        previous = id;
        return type(CallType.STORED_RESPONSE).route("/responses/{response_id}");
    }

    ACall streaming() {
        streaming = true;
        return this;
    }

    ACall marking(Payload.Prefix... prefixes) {
        payload = new Payload() {
            @Override
            public List<Prefix> markedPrefixes() {
                return List.of(prefixes);
            }
        };
        return this;
    }

    /** Brings its answer with it. */
    ACall actedOut() {
        payload = new Payload() {
            @Override
            public boolean actedOut() {
                return true;
            }
        };
        return this;
    }

    ACall from(Cancellation client) {
        cancellation = client;
        return this;
    }

    ModelCall build() {
        var origin = new ModelCall.Origin(credential, customer, null, session, wantsDecision);
        var handling = new Handling(
                regions, retries, null, null, fallbacks, fallbacksDisabled, null, simulated, previous, Set.of());
        var size = new ModelCall.Size(type == CallType.STORED_RESPONSE ? 0 : PROMPT_TOKENS, 0);
        return new ModelCall(
                type, route, model, "call-1", origin, tags, handling, size, streaming, payload, cancellation, 0);
    }
}
