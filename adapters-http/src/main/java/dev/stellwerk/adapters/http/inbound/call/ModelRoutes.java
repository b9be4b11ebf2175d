package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.inbound.answer.AnswerWriter;
import dev.stellwerk.adapters.http.inbound.connection.ClientCall;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.in.CallModel;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.ArrayList;
import java.util.List;

/** The routes by which models are called. */
public final class ModelRoutes {
    private final CallReader reader;
    private final CallModel callModel;
    private final AnswerWriter writer;

    public ModelRoutes(CallReader reader, CallModel callModel, AnswerWriter writer) {
        this.reader = reader;
        this.callModel = callModel;
        this.writer = writer;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        addForms(routes, "/chat/completions", CallType.CHAT);
        addForms(routes, "/completions", CallType.TEXT_COMPLETION);
        addForms(routes, "/embeddings", CallType.EMBEDDING);
        addForms(routes, "/responses", CallType.RESPONSES);
        addForms(routes, "/images/generations", CallType.IMAGE);
        addForms(routes, "/audio/speech", CallType.SPEECH);
        addForms(routes, "/audio/transcriptions", CallType.TRANSCRIPTION);
        addForms(routes, "/moderations", CallType.MODERATION);
        addForms(routes, "/rerank", CallType.RERANK);
        add(routes, "/v2/rerank", "/rerank", CallType.RERANK);
        return routes;
    }

    private void addForms(List<Route> routes, String route, CallType type) {
        for (String prefix : new String[] {"/v1", "", "/engines/{model}", "/openai/deployments/{model}"}) {
            add(routes, prefix + route, route, type);
        }
    }

    private void add(List<Route> routes, String path, String route, CallType type) {
        routes.add(Route.guarded("POST", path, route.substring(1), exchange -> call(exchange, type, route)));
    }

    private void call(Exchange exchange, CallType type, String route) {
        ClientCall client = exchange.begin();
        ModelCall call = type == CallType.TRANSCRIPTION
                ? reader.readForm(exchange, type, route, client)
                : reader.read(exchange, type, route, client);
        writer.write(exchange, callModel.call(call), route);
    }
}
