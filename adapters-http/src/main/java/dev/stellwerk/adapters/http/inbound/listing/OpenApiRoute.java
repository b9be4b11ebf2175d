package dev.stellwerk.adapters.http.inbound.listing;

import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Json;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.in.Authorize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The routes as an OpenAPI document: which there are, and which need a key. Bodies are those of the APIs that the routes
 * are of, which describe them themselves.
 */
public final class OpenApiRoute {
    public static final String PATH = "/openapi.json";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");
    private static final Map<String, Object> ANYTHING = Map.of("*/*", Map.of());

    private final Authorize authorize;
    private final byte[] document;

    /** @param routes all others */
    public OpenApiRoute(List<Route> routes, String version, Authorize authorize) {
        this.authorize = authorize;
        var paths = new TreeMap<String, Map<String, Object>>();
        for (Route route : routes) {
            add(paths, route);
        }
        add(paths, route());
        var all = new LinkedHashMap<String, Object>();
        all.put("openapi", "3.1.0");
        all.put("info", Map.of("title", "Stellwerk", "version", version));
        all.put("security", List.of(Map.of("key", List.of())));
        all.put("paths", paths);
        all.put("components", Map.of("securitySchemes", Map.of("key", Map.of("type", "http", "scheme", "bearer"))));
        document = Json.bytes(all);
    }

    public Route route() {
        return Route.guarded("GET", PATH, "openapi", this::send);
    }

    private void send(Exchange exchange) {
        authorize.authenticate(exchange.credential());
        exchange.send(200, document);
    }

    private static void add(Map<String, Map<String, Object>> paths, Route route) {
        Map<String, Object> item = paths.computeIfAbsent(route.path(), OpenApiRoute::item);
        item.put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }

    private static Map<String, Object> item(String path) {
        var item = new LinkedHashMap<String, Object>();
        List<Map<String, Object>> parameters = PLACEHOLDER
                .matcher(path)
                .results()
                .map(found -> Map.<String, Object>of(
                        "name", found.group(1), "in", "path", "required", true, "schema", Map.of("type", "string")))
                .toList();
        if (!parameters.isEmpty()) {
            item.put("parameters", parameters);
        }
        return item;
    }

    private static Map<String, Object> operation(Route route) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("operationId", (route.method() + route.path()).replaceAll("[^A-Za-z0-9]+", "_"));
        operation.put("summary", route.name());
        if (route.open()) {
            operation.put("security", List.of());
        }
        if (route.method().equals("POST")) {
            operation.put("requestBody", Map.of("content", ANYTHING));
        }
        operation.put(
                "responses",
                Map.of(
                        "200", Map.of("description", "The answer", "content", ANYTHING),
                        "default", Map.of("description", "An error", "content", Map.of("application/json", Map.of()))));
        return operation;
    }
}
