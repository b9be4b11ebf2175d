package dev.stellwerk.adapters.http.inbound.route;

import dev.stellwerk.adapters.http.inbound.connection.PercentEscapes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All routes, found by method and path. Paths are compared letter by letter as they were sent: one that is written in
 * another way, with dots, doubled slashes or encoded letters, is another path, and there is none.
 */
public final class RouteTable {
    private final List<Route> routes;
    private final String rootPath;
    private final Map<String, Map<String, Route>> exact = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();

    /** @param rootPath what may stand in front of every path; empty for nothing */
    public RouteTable(List<Route> routes, String rootPath) {
        this.rootPath = rootPath;
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            add(route);
        }
        // "/engines/{model}/completions" would take "/engines/m/chat/completions" for a model "m/chat"
        patterns.sort(
                Comparator.comparingInt((Pattern pattern) -> pattern.suffix().length())
                        .thenComparingInt(pattern -> pattern.prefix().length())
                        .reversed());
    }

    private void add(Route route) {
        int from = route.path().indexOf('{');
        Map<String, Route> methods;
        if (from < 0) {
            methods = exact.computeIfAbsent(route.path(), _ -> new TreeMap<>());
        } else {
            methods = patternOf(route.path(), from).methods;
        }
        if (methods.put(route.method(), route) != null) {
            throw new IllegalStateException("two routes for " + route.method() + " " + route.path());
        }
    }

    private Pattern patternOf(String path, int from) {
        String prefix = path.substring(0, from);
        String suffix = path.substring(path.indexOf('}') + 1);
        for (Pattern pattern : patterns) {
            if (pattern.prefix.equals(prefix) && pattern.suffix.equals(suffix)) {
                return pattern;
            }
        }
        var pattern = new Pattern(prefix, suffix, new TreeMap<>());
        patterns.add(pattern);
        return pattern;
    }

    public List<Route> routes() {
        return routes;
    }

    /** A path as routes are written, for one that may have the root in front. */
    public String below(String rawPath) {
        boolean rooted = !rootPath.isEmpty()
                && rawPath.startsWith(rootPath)
                && (rawPath.length() == rootPath.length() || rawPath.charAt(rootPath.length()) == '/');
        String rest = rooted ? rawPath.substring(rootPath.length()) : rawPath;
        return rest.isEmpty() ? "/" : rest;
    }

    /** What stands at a path as sent; null when nothing does. A slash at its end is not counted. */
    @Nullable
    public Place find(String rawPath) {
        Map<String, Route> methods = exact.get(rawPath);
        if (methods != null) {
            return new Place(methods, null);
        }
        if (rawPath.length() > 1 && rawPath.endsWith("/")) {
            return find(rawPath.substring(0, rawPath.length() - 1));
        }
        return findPattern(rawPath);
    }

    private @Nullable Place findPattern(String rawPath) {
        for (Pattern pattern : patterns) {
            String model = pattern.match(rawPath);
            if (model != null) {
                return new Place(pattern.methods, model);
            }
        }
        return null;
    }

    /**
     * The routes of one path.
     *
     * @param routes by method
     * @param variable what stood for the placeholder, decoded
     */
    public record Place(Map<String, Route> routes, @Nullable String variable) {}

    private record Pattern(String prefix, String suffix, Map<String, Route> methods) {
        @Nullable
        String match(String path) {
            int length = path.length() - prefix.length() - suffix.length();
            if (length <= 0 || !path.startsWith(prefix) || !path.endsWith(suffix)) {
                return null;
            }
            String text = path.substring(prefix.length(), prefix.length() + length);
            return PercentEscapes.decode(text);
        }
    }
}
