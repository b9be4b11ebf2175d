package dev.stellwerk.adapters.http.inbound.listing;

import dev.stellwerk.adapters.http.inbound.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Lists the routes. For anybody: they are the same in every gateway. */
public final class RoutesRoute {
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** @param others all but this one */
    public RoutesRoute(List<Route> others) {
        var routes = new ArrayList<>(others);
        routes.add(route());
        var methods = new LinkedHashMap<String, TreeSet<String>>();
        var names = new LinkedHashMap<String, String>();
        for (Route route : routes) {
            methods.computeIfAbsent(route.path(), _ -> new TreeSet<>()).add(route.method());
            names.put(route.path(), route.name());
        }
        methods.forEach((path, list) -> {
            var row = new LinkedHashMap<String, Object>();
            row.put("path", path);
            row.put("methods", list);
            row.put("name", names.get(path));
            row.put("endpoint", names.get(path));
            rows.add(row);
        });
    }

    public Route route() {
        return Route.open("GET", "/routes", "routes", exchange -> exchange.send(Map.of("routes", rows)));
    }
}
