package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.inbound.answer.AnswerWriter;
import dev.stellwerk.adapters.http.inbound.connection.ClientCall;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.in.CallModel;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.spi.routing.CallType;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes by which models are called. */
public final class ModelRoutes {
    /**
     * OpenAI's own, the bare ones, and those below the base addresses that clients of Azure's are given. Below providers'
     * names stand the same routes: nobody is led past the router.
     */
    private static final String[] PREFIXES = {
        "/v1",
        "",
        "/openai/v1",
        "/openai",
        "/engines/{model}",
        "/openai/deployments/{model}",
        "/azure/openai/v1",
        "/azure/openai/deployments/{model}"
    };

    private static final List<Endpoint> ENDPOINTS = List.of(
            Endpoint.json("/chat/completions", CallType.CHAT),
            Endpoint.json("/completions", CallType.TEXT_COMPLETION),
            Endpoint.json("/embeddings", CallType.EMBEDDING),
            Endpoint.json("/responses", CallType.RESPONSES),
            Endpoint.json("/moderations", CallType.MODERATION),
            Endpoint.json("/rerank", CallType.RERANK),
            Endpoint.json("/images/generations", CallType.IMAGE),
            new Endpoint("/images/edits", CallType.IMAGE, Operation.IMAGE_EDIT, Form.EITHER),
            new Endpoint("/images/variations", CallType.IMAGE, Operation.IMAGE_VARIATION, Form.MULTIPART),
            Endpoint.json("/audio/speech", CallType.SPEECH),
            new Endpoint("/audio/transcriptions", CallType.TRANSCRIPTION, null, Form.MULTIPART),
            new Endpoint("/audio/translations", CallType.TRANSCRIPTION, Operation.TRANSLATION, Form.MULTIPART));

    private final CallReader reader;
    private final CallModel callModel;
    private final AnswerWriter writer;

    /** What a body comes as. */
    private enum Form {
        JSON,
        MULTIPART,
        EITHER
    }

    /**
     * One thing that can be asked of a model.
     *
     * @param route in its plain form
     * @param operation where the type does not say it
     */
    private record Endpoint(
            String route, CallType type, @Nullable Operation operation, Form form) {
        static Endpoint json(String route, CallType type) {
            return new Endpoint(route, type, null, Form.JSON);
        }
    }

    public ModelRoutes(CallReader reader, CallModel callModel, AnswerWriter writer) {
        this.reader = reader;
        this.callModel = callModel;
        this.writer = writer;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (Endpoint endpoint : ENDPOINTS) {
            for (String prefix : PREFIXES) {
                routes.add(route(prefix + endpoint.route, endpoint));
            }
        }
        routes.add(route("/v2/rerank", Endpoint.json("/rerank", CallType.RERANK)));
        return routes;
    }

    private Route route(String path, Endpoint endpoint) {
        return Route.guarded("POST", path, endpoint.route.substring(1), exchange -> call(exchange, endpoint));
    }

    private void call(Exchange exchange, Endpoint endpoint) {
        ClientCall client = exchange.begin();
        ModelCall call = isForm(exchange, endpoint.form)
                ? reader.readForm(exchange, endpoint.type, endpoint.operation, endpoint.route, client)
                : reader.read(exchange, endpoint.type, endpoint.operation, endpoint.route, client);
        writer.write(exchange, callModel.call(call), endpoint.route);
    }

    private static boolean isForm(Exchange exchange, Form form) {
        String type = exchange.header(HeaderNames.CONTENT_TYPE);
        return switch (form) {
            case JSON -> false;
            case MULTIPART -> true;
            case EITHER -> type != null && type.regionMatches(true, 0, "multipart/", 0, 10);
        };
    }
}
