package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.admin.Faults.NotFound;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.management.ManagementFields;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.ManageKeys;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Virtual keys. */
public final class KeyRoutes {
    private static final Set<String> DELETE_FIELDS = Set.of("keys", "key_aliases");
    private static final Set<String> KEY_FIELD = Set.of("key");
    private static final int PAGE_SIZE = 10;
    private static final int PAGE_SIZE_MAX = 100;

    private final ManageKeys keys;
    private final Authorize authorize;
    private final Faults faults;

    public KeyRoutes(ManageKeys keys, Authorize authorize, ErrorReplies errors) {
        this.keys = keys;
        this.authorize = authorize;
        this.faults = new Faults(errors);
    }

    public List<Route> routes() {
        return List.of(
                route("POST", "/key/generate", this::generate),
                route("POST", "/key/update", this::update),
                route("POST", "/key/delete", this::delete),
                route("POST", "/key/block", exchange -> setBlocked(exchange, true)),
                route("POST", "/key/unblock", exchange -> setBlocked(exchange, false)),
                route("GET", "/key/info", this::info),
                route("GET", "/key/list", this::list));
    }

    private Route route(String method, String path, Route.Handler handler) {
        Route.Handler guarded = exchange -> {
            authorize.authenticate(exchange.credential());
            handler.handle(exchange);
        };
        NotFound notFound = NotFound.envelope("not_found_error", "key");
        return Route.guarded(method, path, path.substring(1).replace('/', '_'), faults.around(notFound, guarded));
    }

    private void generate(Exchange exchange) {
        Fields fields = Fields.read(exchange, ManagementFields.KEY_GENERATE);
        ManageKeys.Made made = keys.generate(exchange.credential(), fields.known());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("key", made.text());
        answer.putAll(Rows.key(made.key()));
        answer.put("token_id", made.key().hash());
        exchange.send(answer);
    }

    private void update(Exchange exchange) {
        Fields fields = Fields.read(exchange, ManagementFields.KEY_UPDATE);
        String key = fields.required("key");
        Map<String, Object> changes = fields.without("key");
        Map<String, Object> row = Rows.key(keys.update(exchange.credential(), key, changes));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("key", key);
        changes.forEach((name, value) -> answer.put(name, row.getOrDefault(name, value)));
        answer.put("expires", row.get("expires"));
        exchange.send(answer);
    }

    private void delete(Exchange exchange) {
        Fields fields = Fields.read(exchange, DELETE_FIELDS);
        List<String> named = fields.list("keys");
        List<String> aliases = fields.list("key_aliases");
        if (named == null && aliases == null) {
            throw ValidationFault.missing("body", "keys");
        }
        List<String> deleted = keys.delete(
                exchange.credential(), named == null ? List.of() : named, aliases == null ? List.of() : aliases);
        if (deleted.isEmpty()) {
            exchange.send(ErrorReply.of(404, "not_found_error", "keys", "No keys found"));
        } else {
            exchange.send(Map.of("deleted_keys", deleted));
        }
    }

    private void setBlocked(Exchange exchange, boolean blocked) {
        String key = Fields.read(exchange, KEY_FIELD).required("key");
        exchange.send(Rows.key(keys.setBlocked(exchange.credential(), key, blocked)));
    }

    private void info(Exchange exchange) {
        String asked = exchange.query("key");
        ApiKey key = keys.info(exchange.credential(), asked);
        Map<String, Object> row = Rows.key(key);
        row.remove("token");
        var answer = new LinkedHashMap<String, Object>();
        answer.put("key", key.hash()); // never the text, even to somebody who just sent it
        answer.put("info", row);
        exchange.send(answer);
    }

    private void list(Exchange exchange) {
        int page = number(exchange, "page", 1, Integer.MAX_VALUE, 1);
        int size = number(exchange, "size", 1, PAGE_SIZE_MAX, PAGE_SIZE);
        var filter = new KeyFilter(
                exchange.query("team_id"),
                exchange.query("user_id"),
                exchange.query("key_alias"),
                exchange.query("key_hash"));
        KeyPage found = keys.list(exchange.credential(), filter, page, size);
        boolean full = "true".equalsIgnoreCase(exchange.query("return_full_object"));
        var answer = new LinkedHashMap<String, Object>();
        answer.put(
                "keys",
                found.keys().stream()
                        .<Object>map(full ? Rows::key : ApiKey::hash)
                        .toList());
        answer.put("total_count", found.total());
        answer.put("current_page", page);
        answer.put("total_pages", (found.total() + size - 1) / size);
        exchange.send(answer);
    }

    private static int number(Exchange exchange, String name, int least, int most, int otherwise) {
        String text = exchange.query(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number that is out of range
        }
        throw new ValidationFault(
                "int_range", "query", name, "Input should be a whole number from " + least + " to " + most, text);
    }
}
