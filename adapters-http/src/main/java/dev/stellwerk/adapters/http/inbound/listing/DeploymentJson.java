package dev.stellwerk.adapters.http.inbound.listing;

import dev.stellwerk.application.port.in.ListModels;
import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.price.Price;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Deployments as LiteLLM's listings show them; credentials and headers are not among what is shown. */
final class DeploymentJson {
    private DeploymentJson() {}

    static Map<String, Object> info(String name, Deployment deployment) {
        var row = new LinkedHashMap<String, Object>();
        row.put("model_name", name);
        row.put("litellm_params", params(deployment));
        row.put("model_info", modelInfo(deployment));
        return row;
    }

    private static Map<String, Object> params(Deployment deployment) {
        var params = new LinkedHashMap<String, Object>();
        params.put("model", deployment.endpoint().qualifiedModel());
        putPresent(params, "api_base", deployment.endpoint().apiBase());
        putPresent(params, "api_version", deployment.endpoint().apiVersion());
        putPresent(params, "organization", deployment.endpoint().organization());
        deployment.region().ifPresent(region -> params.put("region_name", region.name()));
        if (!deployment.tagRules().tags().isEmpty()) {
            params.put("tags", deployment.tagRules().tags());
        }
        Capacity capacity = deployment.capacity();
        putPresent(params, "weight", capacity.weight());
        putPresent(params, "rpm", capacity.requestsPerMinute());
        putPresent(params, "tpm", capacity.tokensPerMinute());
        putPresent(params, "max_parallel_requests", capacity.parallelRequestsMax());
        putPresent(params, "order", deployment.order());
        return params;
    }

    private static Map<String, Object> modelInfo(Deployment deployment) {
        ModelFacts facts = deployment.facts();
        var info = new LinkedHashMap<String, Object>();
        info.put("id", deployment.id().value());
        info.put("db_model", false);
        info.put("mode", facts.mode());
        putPresent(info, "base_model", facts.baseModel());
        info.put("max_input_tokens", facts.maxInputTokens());
        info.put("max_output_tokens", facts.maxOutputTokens());
        Price price = facts.price();
        info.put("input_cost_per_token", price == null ? null : price.inputPerToken());
        info.put("output_cost_per_token", price == null ? null : price.outputPerToken());
        info.put("litellm_provider", deployment.endpoint().provider());
        facts.info().forEach(info::putIfAbsent);
        return info;
    }

    static Map<String, Object> groupInfo(ListModels.Listed listed) {
        List<Deployment> deployments = listed.deployments();
        var providers = new LinkedHashSet<String>();
        deployments.forEach(one -> providers.add(one.endpoint().provider()));
        var row = new LinkedHashMap<String, Object>();
        row.put("model_group", listed.name());
        row.put("providers", providers);
        row.put("max_input_tokens", most(deployments, one -> one.facts().maxInputTokens()));
        row.put("max_output_tokens", most(deployments, one -> one.facts().maxOutputTokens()));
        row.put("input_cost_per_token", most(deployments, one -> price(one, Price::inputPerToken)));
        row.put("output_cost_per_token", most(deployments, one -> price(one, Price::outputPerToken)));
        row.put("mode", deployments.getFirst().facts().mode());
        row.put("tpm", sum(deployments, one -> one.capacity().tokensPerMinute()));
        row.put("rpm", sum(deployments, one -> one.capacity().requestsPerMinute()));
        for (Ability ability : ABILITIES) {
            row.put("supports_" + ability.name().toLowerCase(Locale.ROOT), ability(deployments, ability));
        }
        row.put("supported_openai_params", known(deployments, "supported_openai_params"));
        row.put("configurable_clientside_auth_params", null);
        return row;
    }

    private static final List<Ability> ABILITIES = List.of(
            Ability.PARALLEL_FUNCTION_CALLING,
            Ability.VISION,
            Ability.WEB_SEARCH,
            Ability.URL_CONTEXT,
            Ability.REASONING,
            Ability.FUNCTION_CALLING);

    /** True when any has it, false when all that is known says no, null when nothing is known. */
    private static @Nullable Boolean ability(List<Deployment> deployments, Ability ability) {
        if (deployments.stream().anyMatch(one -> one.facts().supports(ability))) {
            return true;
        }
        return deployments.stream().anyMatch(one -> one.facts().lacks(ability)) ? false : null;
    }

    private static @Nullable Object known(List<Deployment> deployments, String name) {
        return deployments.stream()
                .map(one -> one.facts().info().get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable BigDecimal price(Deployment deployment, Function<Price, BigDecimal> part) {
        return deployment.price().map(part).orElse(null);
    }

    private static <T extends Comparable<T>> @Nullable T most(
            List<Deployment> deployments, Function<Deployment, @Nullable T> value) {
        T most = null;
        for (Deployment deployment : deployments) {
            T one = value.apply(deployment);
            most = most == null || (one != null && one.compareTo(most) > 0) ? one : most;
        }
        return most;
    }

    private static @Nullable Long sum(List<Deployment> deployments, Function<Deployment, @Nullable Long> value) {
        List<Long> stated =
                deployments.stream().map(value).filter(Objects::nonNull).toList();
        return stated.isEmpty()
                ? null
                : stated.stream().mapToLong(Long::longValue).sum();
    }

    private static void putPresent(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
