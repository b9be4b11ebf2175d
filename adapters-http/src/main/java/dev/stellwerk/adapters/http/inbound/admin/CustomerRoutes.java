package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.admin.Faults.NotFound;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.management.ManagementFields;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.ManageCustomers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Customers, also called end users: two names for the same routes. */
public final class CustomerRoutes {
    private static final Set<String> USERS_FIELD = Set.of("user_ids");

    private final ManageCustomers users;
    private final Authorize authorize;
    private final Faults faults;

    public CustomerRoutes(ManageCustomers users, Authorize authorize, ErrorReplies errors) {
        this.users = users;
        this.authorize = authorize;
        this.faults = new Faults(errors);
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String prefix : new String[] {"/customer", "/end_user"}) {
            routes.add(route("POST", prefix + "/new", "user_id", this::create));
            routes.add(route("POST", prefix + "/update", "user_id", this::update));
            routes.add(route("POST", prefix + "/delete", "user_ids", this::delete));
            routes.add(route("POST", prefix + "/block", "user_ids", exchange -> setBlocked(exchange, true)));
            routes.add(route("POST", prefix + "/unblock", "user_ids", exchange -> setBlocked(exchange, false)));
            routes.add(route("GET", prefix + "/info", "end_user_id", this::info));
            routes.add(route("GET", prefix + "/list", "end_user_id", this::list));
        }
        return routes;
    }

    private Route route(String method, String path, String param, Route.Handler handler) {
        Route.Handler guarded = exchange -> {
            authorize.requireAdmin(exchange.credential(), path);
            handler.handle(exchange);
        };
        NotFound notFound = NotFound.envelope("not_found", param);
        return Route.guarded(method, path, path.substring(1).replace('/', '_'), faults.around(notFound, guarded));
    }

    private void create(Exchange exchange) {
        Fields fields = Fields.read(exchange, ManagementFields.CUSTOMER_NEW);
        String _ = fields.required("user_id");
        exchange.send(Rows.customer(users.create(exchange.credential(), fields.known())));
    }

    private void update(Exchange exchange) {
        Fields fields = Fields.read(exchange, ManagementFields.CUSTOMER_UPDATE);
        String id = fields.required("user_id");
        exchange.send(Rows.customer(users.update(exchange.credential(), id, fields.without("user_id"))));
    }

    private void delete(Exchange exchange) {
        List<String> ids = Fields.read(exchange, USERS_FIELD).requiredList("user_ids");
        int deleted = users.delete(exchange.credential(), ids);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("deleted_customers", deleted);
        answer.put("message", "Successfully deleted customers with ids: " + ids);
        exchange.send(answer);
    }

    private void setBlocked(Exchange exchange, boolean blocked) {
        List<String> ids = Fields.read(exchange, USERS_FIELD).requiredList("user_ids");
        exchange.send(Map.of(
                "blocked_users",
                users.setBlocked(exchange.credential(), ids, blocked).stream()
                        .map(Rows::customer)
                        .toList()));
    }

    private void info(Exchange exchange) {
        String id = exchange.query("end_user_id");
        if (id == null) {
            throw ValidationFault.missing("query", "end_user_id");
        }
        Map<String, Object> row = Rows.customer(users.info(exchange.credential(), id));
        row.values().removeIf(Objects::isNull);
        exchange.send(row);
    }

    private void list(Exchange exchange) {
        exchange.send(
                users.list(exchange.credential()).stream().map(Rows::customer).toList());
    }
}
