package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.body.StoredResponseRequest;
import dev.stellwerk.adapters.http.inbound.answer.AnswerWriter;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.in.CallModel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The routes of the Responses API that are about a response which was made before. */
public final class StoredResponseRoutes {
    private static final String[] PREFIXES = {"/v1", "", "/openai/v1", "/openai", "/azure/openai/v1"};
    private static final String RESPONSE = "/responses/{response_id}";
    private static final String CANCEL = "/cancel";
    private static final String INPUT = "/input_items";
    private static final Pattern ID = Pattern.compile("[\\w=-][\\w.=:-]{0,255}");

    /** All that may go upstream of a query. */
    private static final List<String> PARAMETERS = List.of(
            "after",
            "before",
            "include",
            "include[]",
            "include_obfuscation",
            "limit",
            "order",
            "starting_after",
            "stream");

    private final CallReader reader;
    private final CallModel callModel;
    private final AnswerWriter writer;

    public StoredResponseRoutes(CallReader reader, CallModel callModel, AnswerWriter writer) {
        this.reader = reader;
        this.callModel = callModel;
        this.writer = writer;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String prefix : PREFIXES) {
            routes.add(route("GET", prefix, ""));
            routes.add(route("DELETE", prefix, ""));
            routes.add(route("POST", prefix, CANCEL));
            routes.add(route("GET", prefix, INPUT));
        }
        return routes;
    }

    private Route route(String method, String prefix, String below) {
        String route = RESPONSE + below;
        return Route.guarded(
                method, prefix + route, "response" + below, exchange -> ask(exchange, method, below, route));
    }

    private void ask(Exchange exchange, String method, String below, String route) {
        String sent = String.valueOf(exchange.variable());
        String id = ID.matcher(sent).matches() ? sent : ""; // by which nothing is known
        var request = new StoredResponseRequest(method, id, below, query(exchange));
        writer.write(exchange, callModel.call(reader.readStored(exchange, request, route, exchange.begin())), route);
    }

    private static String query(Exchange exchange) {
        var query = new StringJoiner("&");
        for (String name : PARAMETERS) {
            for (String value : exchange.queries(name)) {
                query.add(encoded(name) + "=" + encoded(value));
            }
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
