package dev.stellwerk.adapters.http.inbound.listing;

import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.in.ListModels;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.ModelName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be known of a call before it is made. Nothing is called, and nobody else's model is spoken of. */
public final class UtilityRoutes {
    private static final String[] PROMPTS = {"messages", "prompt", "contents"};

    /** The parameters of a chat that are known here; every other passes unread. */
    private static final List<String> PARAMETERS = List.of(
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "max_tokens",
            "max_completion_tokens",
            "modalities",
            "prediction",
            "n",
            "presence_penalty",
            "seed",
            "stop",
            "stream",
            "stream_options",
            "temperature",
            "top_p",
            "tools",
            "tool_choice",
            "function_call",
            "functions",
            "parallel_tool_calls",
            "audio",
            "web_search_options",
            "service_tier",
            "safety_identifier",
            "response_format",
            "reasoning_effort",
            "verbosity",
            "user",
            "store",
            "prompt_cache_key");

    private final ListModels models;

    public UtilityRoutes(ListModels models) {
        this.models = models;
    }

    public List<Route> routes() {
        return List.of(
                Route.guarded("POST", "/utils/token_counter", "token_counter", this::count),
                Route.guarded("GET", "/utils/supported_openai_params", "supported_openai_params", this::parameters));
    }

    /** Counted by length, as for limits; no provider is asked. */
    private void count(Exchange exchange) {
        RequestBody body = RequestBody.parse(exchange.jsonBody());
        String asked = body.model();
        Optional<Deployment> deployment = models.model(exchange.credential(), asked == null ? "" : asked)
                .map(listed -> listed.deployments().getFirst());
        if (asked == null) {
            throw Refusals.invalid("'model' is missing", "model");
        }
        requirePrompt(body.fields());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("total_tokens", Math.max(1, body.promptTokens()));
        answer.put("request_model", asked);
        answer.put("model_used", deployment.map(one -> one.endpoint().model()).orElse(asked));
        answer.put("tokenizer_type", "openai_tokenizer");
        answer.put("original_response", null);
        exchange.send(answer);
    }

    private static void requirePrompt(BodyMembers fields) {
        for (String name : PROMPTS) {
            if (fields.has(name)) {
                return;
            }
        }
        throw Refusals.invalid(
                "one of 'messages', 'prompt' and 'contents' is needed: there is nothing to count", "messages");
    }

    private void parameters(Exchange exchange) {
        String name = exchange.query("model");
        Optional<ListModels.Listed> listed =
                models.model(exchange.credential(), name == null ? "" : new ModelName(name).text());
        if (name == null) {
            throw Refusals.invalid("'model' is missing", "model");
        }
        if (listed.isEmpty()) {
            throw Refusals.invalid("no model of this name can be called: " + name, "model");
        }
        exchange.send(Map.of("supported_openai_params", taken(listed.get().deployments())));
    }

    /** What its facts name, else all that none of its deployments is known to refuse. */
    private static List<?> taken(List<Deployment> deployments) {
        for (Deployment deployment : deployments) {
            if (deployment.facts().info().get("supported_openai_params") instanceof List<?> stated) {
                return stated;
            }
        }
        var taken = new ArrayList<>(PARAMETERS);
        taken.removeIf(parameter -> deployments.stream()
                .anyMatch(one -> one.facts().unsupportedParameters().contains(parameter)));
        return taken;
    }
}
