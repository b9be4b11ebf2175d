package dev.stellwerk.checks.endtoend;

import java.nio.file.Path;

/**
 * What both clients are tried against: a gateway with tags and regions switched on, three providers behind it, a
 * customer bound to the region {@code eu}, and a virtual key of a team.
 */
record Scene(Gateway gateway, ScriptedUpstream free, ScriptedUpstream paid, ScriptedUpstream flaky, String key)
        implements AutoCloseable {

    static Scene set(Path folder) throws Exception {
        var free = new ScriptedUpstream("free");
        var paid = new ScriptedUpstream("paid");
        var flaky = new ScriptedUpstream("flaky");
        var gateway = Gateway.serving(configuration(free.url(), paid.url(), flaky.url()), folder);
        gateway.manage("/end_user/new", """
                {"user_id": "customer-eu", "allowed_model_region": "eu"}""");
        var team = gateway.manage("/team/new", """
                {"team_alias": "end to end"}""").path("team_id").asText();
        var key =
                gateway.manage("/key/generate", """
                {"team_id": "%s"}""".formatted(team)).path("key").asText();
        return new Scene(gateway, free, paid, flaky, key);
    }

    @Override
    public void close() {
        try (free;
                paid;
                flaky) {
            gateway.close();
        }
    }

    private static String configuration(String free, String paid, String flaky) {
        return """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/small, api_base: "%1$s", api_key: upstream-key, tags: [free]}
                model_info: {id: chat-free}
              - model_name: chat
                litellm_params: {model: openai/large, api_base: "%2$s", api_key: upstream-key, tags: [paid]}
                model_info: {id: chat-paid}
              - model_name: regional
                litellm_params: {model: openai/small, api_base: "%1$s", api_key: upstream-key, region_name: frankfurt}
              - model_name: regional
                litellm_params: {model: openai/small, api_base: "%2$s", api_key: upstream-key, region_name: us}
              - model_name: us-only
                litellm_params: {model: openai/small, api_base: "%2$s", api_key: upstream-key, region_name: us}
              - model_name: flaky
                litellm_params: {model: openai/small, api_base: "%3$s", api_key: upstream-key}
              - model_name: flaky
                litellm_params: {model: openai/small, api_base: "%3$s", api_key: upstream-key}
            router_settings:
              num_retries: 2
              enable_tag_filtering: true
              routing_groups:
                - {group_name: anywhere, models: [regional, us-only], routing_strategy: least-busy}
                - {group_name: deserted, models: [nobody]}
            general_settings:
              master_key: %4$s
            stellwerk:
              regions:
                eu: [frankfurt]
            """.formatted(free, paid, flaky, Gateway.MASTER_KEY);
    }
}
