package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.admin.Faults.NotFound;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.ManageCustomers;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Customers, also called end customers: two names for the same routes. */
public final class CustomerRoutes {
    private static final FieldTable USERS_FIELD = FieldTable.of("user_ids");

    private final ManageCustomers customers;
    private final Authorize authorize;

    public CustomerRoutes(ManageCustomers customers, Authorize authorize) {
        this.customers = customers;
        this.authorize = authorize;
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
            if (method.equals("POST")) {
                authorize.authorizeChange(exchange.requester(), path);
            } else {
                authorize.requireAdmin(exchange.credential(), path);
            }
            handler.handle(exchange);
        };
        NotFound notFound = NotFound.envelope("not_found", param);
        return Route.guarded(method, path, path.substring(1).replace('/', '_'), Faults.around(notFound, guarded));
    }

    private void create(Exchange exchange) {
        ReadVersion.requireNone(exchange);
        ManagementBody body = ManagementBody.read(exchange, FieldTable.CUSTOMER_NEW);
        String id = body.required("user_id");
        CustomerChange fields = new ChangeReader(body, FieldTable.CUSTOMER_NEW).customer();
        send(exchange, customers.create(exchange.requester(), id, fields));
    }

    private static void send(Exchange exchange, Customer customer) {
        ReadVersion.tell(exchange, customer.version());
        exchange.send(RecordJson.customer(customer));
    }

    private void update(Exchange exchange) {
        ManagementBody body = ManagementBody.read(exchange, FieldTable.CUSTOMER_UPDATE);
        String id = body.required("user_id");
        CustomerChange change = new ChangeReader(body.without("user_id"), FieldTable.CUSTOMER_UPDATE).customer();
        send(exchange, customers.update(exchange.requester(), id, change, ReadVersion.of(exchange)));
    }

    private void delete(Exchange exchange) {
        List<String> ids = ManagementBody.read(exchange, USERS_FIELD).requiredList("user_ids");
        int deleted = customers.delete(exchange.requester(), ids, ReadVersion.of(exchange, ids));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("deleted_customers", deleted);
        answer.put("message", "Successfully deleted customers with ids: " + ids);
        exchange.send(answer);
    }

    private void setBlocked(Exchange exchange, boolean blocked) {
        List<String> ids = ManagementBody.read(exchange, USERS_FIELD).requiredList("user_ids");
        Version expected = ReadVersion.of(exchange, ids);
        exchange.send(Map.of(
                "blocked_users",
                customers.setBlocked(exchange.requester(), ids, blocked, expected).stream()
                        .map(RecordJson::customer)
                        .toList()));
    }

    private void info(Exchange exchange) {
        String id = RecordQuery.required(exchange, "end_user_id");
        Customer customer = customers.info(exchange.credential(), id);
        Map<String, @Nullable Object> row = RecordJson.customer(customer);
        row.values().removeIf(Objects::isNull);
        ReadVersion.tell(exchange, customer.version());
        exchange.send(row);
    }

    private void list(Exchange exchange) {
        exchange.send(customers.list(exchange.credential()).stream()
                .map(RecordJson::customer)
                .toList());
    }
}
