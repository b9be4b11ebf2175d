package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.error.FieldRules;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How management routes say that something cannot be done: each in the shape that LiteLLM gave it. */
final class Faults {
    private Faults() {}

    /**
     * How a route says that what was named does not exist.
     *
     * @param detail in {@code {"detail":{"error":…}}} instead of the envelope
     * @param type the envelope's type
     * @param param the envelope's param
     */
    record NotFound(
            boolean detail, @Nullable String type, @Nullable String param) {
        static final NotFound DETAIL = new NotFound(true, null, null);

        static NotFound envelope(String type, @Nullable String param) {
            return new NotFound(false, type, param);
        }
    }

    /** The handler, with its faults answered. */
    static Route.Handler around(NotFound notFound, Route.Handler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (RefusedField refused) {
                exchange.send(refused(refused.field(), refused.getMessage()));
            } catch (ManagementFault fault) {
                answer(exchange, notFound, fault.problem());
            }
        };
    }

    private static ErrorReply refused(String field, String message) {
        return ErrorReply.of(400, "bad_request", field, message);
    }

    private static void answer(Exchange exchange, NotFound notFound, Problem problem) {
        switch (problem) {
            case Problem.KeyTextUnfit _ ->
                exchange.send(refused(
                        "key",
                        "Invalid key format: keys must start with 'sk-', and have " + KeyText.OWN_LENGTH_MIN + " to "
                                + KeyText.LENGTH_MAX + " visible ASCII characters"));
            case Problem.KeyTextOfMaster _ ->
                exchange.send(refused("key", "A virtual key cannot have the text of the master key: choose another"));
            case Problem.KeyExists _ -> exchange.send(refused("key", "This key already exists"));
            case Problem.KeyAliasTaken _ ->
                exchange.send(
                        refused("key_alias", "Key with this alias already exists: aliases are unique, choose another"));
            case Problem.KeyUnknown _ -> answerNotFound(exchange, notFound, "Key not found in database");
            case Problem.KeysUnknown _ -> answerNotFound(exchange, notFound, "No keys found");
            case Problem.TeamOfKeyUnknown(String id) ->
                exchange.send(refused("team_id", "Team doesn't exist, passed team_id=" + id));
            case Problem.TeamIdUnfit _ -> exchange.send(refused("team_id", "team_id " + FieldRules.TEAM_ID));
            case Problem.TeamExists(String id) ->
                exchange.send(
                        refused("team_id", "Team id = " + id + " already exists. Please use a different team id."));
            case Problem.TeamsUnknown(List<String> ids) ->
                answerNotFound(exchange, notFound, "Team not found, passed team_id=" + String.join(", ", ids));
            case Problem.CustomerIdUnfit _ -> exchange.send(refused("user_id", "user_id " + FieldRules.CUSTOMER_ID));
            case Problem.CustomerExists(String id) ->
                exchange.send(refused("user_id", "Customer already exists, passed user_id=" + id));
            case Problem.CustomersUnknown(List<String> ids) ->
                answerNotFound(exchange, notFound, "End User Id=" + String.join(", ", ids) + " does not exist in db");
            case Problem.DefaultModelUnknown _ ->
                throw FieldReader.malformed("default_model", "must be a model of this gateway");
            case Problem.RouterSettingUnfit(String name) ->
                throw FieldReader.malformed("router_settings." + name, "has a value of the wrong form");
            case Problem.Outdated _ ->
                exchange.send(ErrorReply.of(
                        412,
                        "precondition_failed",
                        null,
                        "The version stated by If-Match is not in force: read the record again, then change it"));
        }
    }

    private static void answerNotFound(Exchange exchange, NotFound notFound, String message) {
        if (notFound.detail()) {
            exchange.sendDetail(404, Map.of("error", message));
        } else {
            exchange.send(ErrorReply.of(404, notFound.type(), notFound.param(), message));
        }
    }
}
