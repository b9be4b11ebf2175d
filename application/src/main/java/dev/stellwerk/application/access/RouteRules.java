package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may use which route. One table: whatever it does not name for virtual keys is for admins alone.
 *
 * <p>Routes are judged in the form in which they were matched, never as the client wrote them; {@code /v1/x} and
 * {@code /x} are the same route.
 */
final class RouteRules {
    private static final List<String> MODEL_CALLS = List.of(
            "/chat/completions",
            "/completions",
            "/embeddings",
            "/responses",
            "/responses/*",
            "/messages",
            "/messages/count_tokens",
            "/moderations",
            "/images/*",
            "/audio/*",
            "/rerank",
            "/realtime");
    private static final List<String> OTHERS_FOR_EVERY_KEY =
            List.of("/models", "/models/*", "/route/explain", "/utils/*", "/engines/*", "/openai/*", "/v2/rerank");
    private static final List<String> INFORMATION = List.of(
            "/key/info",
            "/v2/key/info",
            "/key/list",
            "/team/info",
            "/team/list",
            "/v2/team/list",
            "/model/info",
            "/v2/model/info",
            "/model_group/info",
            "/models",
            "/models/*",
            "/health");
    private static final List<String> MANAGEMENT = List.of(
            "/key/*",
            "/v2/key/*",
            "/team/*",
            "/v2/team/*",
            "/customer/*",
            "/end_user/*",
            "/user/*",
            "/model/*",
            "/v2/model/*",
            "/model_group/*",
            "/tag/*",
            "/budget/*",
            "/config/*");

    /** What {@code allowed_routes} may name besides routes. */
    private static final Map<String, List<List<String>>> GROUPS = Map.of(
            "llm_api_routes", List.of(MODEL_CALLS, OTHERS_FOR_EVERY_KEY),
            "openai_routes", List.of(MODEL_CALLS, OTHERS_FOR_EVERY_KEY),
            "info_routes", List.of(INFORMATION),
            "management_routes", List.of(MANAGEMENT));

    private static final String VERSION = "/v1/";
    private static final String ANYTHING_BELOW = "/*";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^/{}]+}");

    private RouteRules() {}

    /** Why the caller may not use the route; empty when it may. */
    static Optional<CallRefusal> fault(Caller caller, String route) {
        if (caller.admin()) {
            return Optional.empty();
        }
        String plain = withoutVersion(route);
        if (!any(MODEL_CALLS, plain) && !any(OTHERS_FOR_EVERY_KEY, plain) && !any(INFORMATION, plain)) {
            return Optional.of(new CallRefusal.RouteDenied(route, true));
        }
        List<String> allowed = caller.key().map(key -> key.allowedRoutes()).orElse(List.of());
        return allowed.isEmpty() || allows(allowed, plain)
                ? Optional.empty()
                : Optional.of(new CallRefusal.RouteDenied(route, false));
    }

    private static boolean allows(List<String> entries, String plain) {
        for (String entry : entries) {
            List<List<String>> group = GROUPS.get(entry);
            if (group == null ? matches(entry, plain) : group.stream().anyMatch(routes -> any(routes, plain))) {
                return true;
            }
        }
        return false;
    }

    /** {@code /v1/*} means what there is below {@code /v1}, which management is not. */
    private static boolean matches(String entry, String plain) {
        if (!entry.startsWith(VERSION)) {
            return matchesPath(entry, plain);
        }
        return !any(MANAGEMENT, plain) && matchesPath(withoutVersion(entry), plain);
    }

    private static boolean any(List<String> patterns, String plain) {
        for (String pattern : patterns) {
            if (matchesPath(pattern, plain)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesPath(String pattern, String plain) {
        if (pattern.endsWith(ANYTHING_BELOW)) {
            int prefix = pattern.length() - 1;
            return plain.length() > prefix && plain.regionMatches(0, pattern, 0, prefix);
        }
        return pattern.equals(plain) || (pattern.indexOf('{') >= 0 && matchesPlaceholders(pattern, plain));
    }

    /** Segment by segment; a placeholder stands for any one segment. */
    private static boolean matchesPlaceholders(String pattern, String plain) {
        String[] wanted = pattern.split("/", -1);
        String[] given = plain.split("/", -1);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals(given[i])
                    && (given[i].isEmpty() || !PLACEHOLDER.matcher(wanted[i]).matches())) {
                return false;
            }
        }
        return true;
    }

    private static String withoutVersion(String route) {
        return route.startsWith(VERSION) ? route.substring(VERSION.length() - 1) : route;
    }
}
