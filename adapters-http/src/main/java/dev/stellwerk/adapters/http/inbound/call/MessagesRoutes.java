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

    /** In front of a path, so that a base URL which ends in it works. */
    private static final String PREFIX = "/anthropic";

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
        for (String prefix : new String[] {"", PREFIX}) {
            routes.add(Route.ofMessages(
                    "POST", prefix + MESSAGES, "messages", exchange -> call(exchange, CallType.CHAT, MESSAGES)));
            routes.add(Route.ofMessages(
                    "POST", prefix + COUNT, "count_tokens", exchange -> call(exchange, CallType.TOKEN_COUNT, COUNT)));
        }
        return routes;
    }

    /** Whether one of the routes stands at a path, whatever follows it. */
    public static boolean contain(String path) {
        int query = path.indexOf('?');
        String bare = query < 0 ? path : path.substring(0, query);
        String plain = bare.startsWith(PREFIX) ? bare.substring(PREFIX.length()) : bare;
        return plain.equals(MESSAGES) || plain.equals(COUNT);
    }

    private void call(Exchange exchange, CallType type, String route) {
        writer.write(exchange, callModel.call(reader.readMessage(exchange, type, route, exchange.begin())), route);
    }
}
