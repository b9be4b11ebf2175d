package dev.stellwerk.adapters.http.inbound.listing;

import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.RequestHeaders;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.in.ListModels;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.ModelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller may call: OpenAI's list, and LiteLLM's two richer ones. */
public final class ListingRoutes {
    /** LiteLLM's constant; clients compare it. */
    private static final long CREATED = 1_677_610_602L;

    private static final String CREATED_AT = Instant.ofEpochSecond(CREATED).toString();

    private final ListModels models;

    public ListingRoutes(ListModels models) {
        this.models = models;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String prefix : new String[] {"/v1", "", "/openai/v1", "/openai", "/azure/openai/v1"}) {
            routes.add(Route.guarded("GET", prefix + "/models", "models", this::list));
            routes.add(Route.guarded("GET", prefix + "/models/{model}", "model", this::one));
        }
        for (String version : new String[] {"/v1", ""}) {
            routes.add(Route.guarded("GET", version + "/model/info", "model_info", this::info));
            routes.add(Route.guarded("GET", version + "/model_group/info", "model_group_info", this::groupInfo));
        }
        return routes;
    }

    private void list(Exchange exchange) {
        var data = new ArrayList<Map<String, Object>>();
        for (String name : names(exchange)) {
            data.add(model(exchange, name, "openai"));
        }
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("data", data);
        answer.put("object", "list");
        if (speaksMessages(exchange)) {
            answer.put("has_more", false);
            answer.put("first_id", data.isEmpty() ? null : data.getFirst().get("id"));
            answer.put("last_id", data.isEmpty() ? null : data.getLast().get("id"));
        }
        exchange.send(answer);
    }

    private Set<String> names(Exchange exchange) {
        var names = new LinkedHashSet<String>();
        boolean groupsAlone = asked(exchange, "only_model_access_groups");
        if (!groupsAlone) {
            boolean patterns = asked(exchange, "return_wildcard_routes");
            models.models(exchange.credential()).stream()
                    .map(ListModels.Listed::name)
                    .filter(name -> patterns || !name.contains("*"))
                    .forEach(names::add);
            models.knownModels(exchange.credential()).forEach(listed -> names.add(listed.name()));
        }
        if (groupsAlone || asked(exchange, "include_model_access_groups")) {
            names.addAll(models.accessGroups(exchange.credential()));
        }
        return names;
    }

    private static boolean asked(Exchange exchange, String query) {
        return "true".equalsIgnoreCase(exchange.query(query));
    }

    private void one(Exchange exchange) {
        String name = new ModelName(String.valueOf(exchange.variable())).text();
        models.model(exchange.credential(), name)
                .ifPresentOrElse(
                        listed -> exchange.send(model(
                                exchange,
                                listed.name(),
                                listed.deployments().getFirst().endpoint().provider())),
                        () -> exchange.send(ErrorReply.of(
                                404, "invalid_request_error", "model", "The model '" + name + "' does not exist")));
    }

    /** Clients of the Messages API say so in every request. */
    private static boolean speaksMessages(Exchange exchange) {
        return exchange.header(RequestHeaders.ANTHROPIC_VERSION) != null;
    }

    private static Map<String, Object> model(Exchange exchange, String id, String owner) {
        var model = new LinkedHashMap<String, Object>();
        model.put("id", id);
        model.put("object", "model");
        model.put("created", CREATED);
        model.put("owned_by", owner);
        if (speaksMessages(exchange)) {
            model.put("type", "model");
            model.put("display_name", id);
            model.put("created_at", CREATED_AT);
        }
        return model;
    }

    private void info(Exchange exchange) {
        String wanted = exchange.query("litellm_model_id");
        var data = new ArrayList<Map<String, Object>>();
        for (ListModels.Listed listed : models.models(exchange.credential())) {
            for (Deployment deployment : listed.deployments()) {
                if (wanted == null || deployment.id().value().equals(wanted)) {
                    data.add(DeploymentJson.info(listed.name(), deployment));
                }
            }
        }
        exchange.send(Map.of("data", data));
    }

    private void groupInfo(Exchange exchange) {
        String wanted = exchange.query("model_group");
        var data = new ArrayList<Map<String, Object>>();
        var listed = new ArrayList<>(models.models(exchange.credential()));
        listed.addAll(models.knownModels(exchange.credential()));
        for (ListModels.Listed one : listed) {
            if (wanted == null || one.name().equals(wanted)) {
                data.add(DeploymentJson.groupInfo(one));
            }
        }
        exchange.send(Map.of("data", data));
    }
}
