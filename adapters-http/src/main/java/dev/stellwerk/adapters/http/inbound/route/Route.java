package dev.stellwerk.adapters.http.inbound.route;

import dev.stellwerk.adapters.http.api.ClientApi;

/**
 * One route. A model name in the path is written {@code {model}}; it may hold slashes.
 *
 * @param method in upper case
 * @param path as clients write it, with at most one placeholder
 * @param open for anybody without a key; all others are guarded by what they call
 * @param name of the resource, for {@code /routes}
 * @param api that its clients speak, errors included
 */
public record Route(String method, String path, boolean open, String name, ClientApi api, Handler handler) {
    /** Answers one request. */
    @FunctionalInterface
    public interface Handler {
        void handle(Exchange exchange);
    }

    /** A route for callers with a key. */
    public static Route guarded(String method, String path, String name, Handler handler) {
        return new Route(method, path, false, name, ClientApi.OPENAI, handler);
    }

    /** A route of the Messages API, for callers with a key. */
    public static Route ofMessages(String method, String path, String name, Handler handler) {
        return new Route(method, path, false, name, ClientApi.MESSAGES, handler);
    }

    /** A route for anybody. */
    public static Route open(String method, String path, String name, Handler handler) {
        return new Route(method, path, true, name, ClientApi.OPENAI, handler);
    }

    /** What answers where no route is. */
    public static Route anywhere(Handler handler) {
        return new Route("*", "*", true, "none", ClientApi.OPENAI, handler);
    }
}
