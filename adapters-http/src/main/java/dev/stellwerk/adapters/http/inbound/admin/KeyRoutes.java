package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.admin.Faults.NotFound;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.ManageKeys;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Virtual keys. */
public final class KeyRoutes {
    private static final FieldTable DELETE_FIELDS = FieldTable.of("keys", "key_aliases");
    private static final FieldTable KEY_FIELD = FieldTable.of("key");
    private static final int PAGE_SIZE = 10;
    private static final int PAGE_SIZE_MAX = 100;

    private final ManageKeys keys;
    private final Authorize authorize;

    public KeyRoutes(ManageKeys keys, Authorize authorize) {
        this.keys = keys;
        this.authorize = authorize;
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
        return Route.guarded(method, path, path.substring(1).replace('/', '_'), Faults.around(notFound, guarded));
    }

    private void generate(Exchange exchange) {
        ReadVersion.requireNone(exchange);
        ManagementBody body = ManagementBody.read(exchange, FieldTable.KEY_GENERATE);
        KeyChange fields = new ChangeReader(body, FieldTable.KEY_GENERATE).key();
        ManageKeys.Made made = keys.generate(exchange.requester(), body.optional("key"), fields);
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("key", made.text());
        answer.putAll(RecordJson.key(made.key()));
        answer.put("token_id", made.key().hash());
        ReadVersion.tell(exchange, made.key().version());
        exchange.send(answer);
    }

    private void update(Exchange exchange) {
        ManagementBody body = ManagementBody.read(exchange, FieldTable.KEY_UPDATE);
        String name = body.required("key");
        ManagementBody changes = body.without("key");
        KeyChange change = new ChangeReader(changes, FieldTable.KEY_UPDATE).key();
        ApiKey key = keys.update(exchange.requester(), name, change, ReadVersion.of(exchange));
        Map<String, @Nullable Object> row = RecordJson.key(key);
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("key", name);
        changes.fields().forEach((field, value) -> answer.put(field, row.getOrDefault(field, value)));
        answer.put("expires", row.get("expires"));
        ReadVersion.tell(exchange, key.version());
        exchange.send(answer);
    }

    private void delete(Exchange exchange) {
        ManagementBody body = ManagementBody.read(exchange, DELETE_FIELDS);
        List<String> named = body.list("keys");
        List<String> aliases = body.list("key_aliases");
        if (named == null && aliases == null) {
            throw ValidationFault.missing("body", "keys");
        }
        List<String> texts = named == null ? List.of() : named;
        List<String> also = aliases == null ? List.of() : aliases;
        Version expected = ReadVersion.of(exchange, all(texts, also));
        List<String> deleted = keys.delete(exchange.requester(), texts, also, expected);
        if (deleted.isEmpty()) {
            exchange.send(ErrorReply.of(404, "not_found_error", "keys", "No keys found"));
        } else {
            exchange.send(Map.of("deleted_keys", deleted));
        }
    }

    private static List<String> all(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private void setBlocked(Exchange exchange, boolean blocked) {
        String key = ManagementBody.read(exchange, KEY_FIELD).required("key");
        ApiKey changed = keys.setBlocked(exchange.requester(), key, blocked, ReadVersion.of(exchange));
        ReadVersion.tell(exchange, changed.version());
        exchange.send(RecordJson.key(changed));
    }

    private void info(Exchange exchange) {
        String asked = RecordQuery.text(exchange, "key");
        ApiKey key = keys.info(exchange.credential(), asked);
        Map<String, @Nullable Object> row = RecordJson.key(key);
        row.remove("token");
        var answer = new LinkedHashMap<String, Object>();
        answer.put("key", key.hash()); // never the text, even to somebody who just sent it
        answer.put("info", row);
        ReadVersion.tell(exchange, key.version());
        exchange.send(answer);
    }

    private void list(Exchange exchange) {
        int page = RecordQuery.number(exchange, "page", 1, Integer.MAX_VALUE, 1);
        int size = RecordQuery.number(exchange, "size", 1, PAGE_SIZE_MAX, PAGE_SIZE);
        var filter = new KeyFilter(
                RecordQuery.text(exchange, "team_id"),
                RecordQuery.text(exchange, "user_id"),
                RecordQuery.text(exchange, "key_alias"),
                RecordQuery.text(exchange, "key_hash"));
        KeyPage found = keys.list(exchange.credential(), filter, page, size);
        boolean full = "true".equalsIgnoreCase(exchange.query("return_full_object"));
        var answer = new LinkedHashMap<String, Object>();
        answer.put(
                "keys",
                found.keys().stream()
                        .<Object>map(full ? RecordJson::key : ApiKey::hash)
                        .toList());
        answer.put("total_count", found.total());
        answer.put("current_page", page);
        answer.put("total_pages", (found.total() + size - 1) / size);
        exchange.send(answer);
    }
}
