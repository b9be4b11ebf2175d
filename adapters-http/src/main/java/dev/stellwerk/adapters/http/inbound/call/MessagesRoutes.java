package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.inbound.answer.AnswerWriter;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.in.CallModel;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.ArrayList;
import java.util.List;

/** The routes of the Messages API: models are called by them in the same way, whoever serves them. */
public final class MessagesRoutes {
    private static final String MESSAGES = "/v1/messages";
    private static final String COUNT = MESSAGES + "/count_tokens";

    private final CallReader reader;
    private final CallModel callModel;
    private final AnswerWriter writer;

    public MessagesRoutes(CallReader reader, CallModel callModel, AnswerWriter writer) {
        this.reader = reader;
        this.callModel = callModel;
        this.writer = writer;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String prefix : new String[] {"", "/anthropic"}) {
            routes.add(Route.ofMessages(
                    "POST", prefix + MESSAGES, "messages", exchange -> call(exchange, CallType.CHAT, MESSAGES)));
            routes.add(Route.ofMessages(
                    "POST", prefix + COUNT, "count_tokens", exchange -> call(exchange, CallType.TOKEN_COUNT, COUNT)));
        }
        return routes;
    }

    private void call(Exchange exchange, CallType type, String route) {
        writer.write(exchange, callModel.call(reader.readMessage(exchange, type, route, exchange.begin())), route);
    }
}
