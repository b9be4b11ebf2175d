package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.checks.endtoend.judge.AnthropicJudge;
import dev.stellwerk.checks.endtoend.judge.OpenAiJudge;
import java.nio.file.Path;
import java.util.Map;

/**
 * What clients of every kind are tried against: a gateway before two providers that judge every request as the real ones
 * do. {@code gpt} and {@code claude} are one model of each, {@code reasoner} one that refuses what reasoning models refuse,
 * {@code embedder} makes embeddings.
 */
record JudgedScene(Gateway gateway, OpenAiJudge openAi, AnthropicJudge anthropic, String key) implements AutoCloseable {
    /** The least picture there is: one pixel, 70 bytes. */
    static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    static JudgedScene set(Path folder) throws Exception {
        var openAi = new OpenAiJudge();
        var anthropic = new AnthropicJudge();
        var gateway = Gateway.serving(configuration(openAi.url() + "/v1", anthropic.url()), folder);
        var key = gateway.manage("/key/generate", "{}").path("key").asText();
        return new JudgedScene(gateway, openAi, anthropic, key);
    }

    /** Where clients in other languages find everything. */
    Map<String, String> addresses() {
        return Map.of(
                "GATEWAY_URL", gateway.url(),
                "GATEWAY_KEY", key,
                "OPENAI_JUDGE_URL", openAi.url(),
                "ANTHROPIC_JUDGE_URL", anthropic.url());
    }

    /** No provider had to refuse anything that it was sent. */
    void assertNothingWasWrong() {
        assertThat(openAi.complaints()).as("what OpenAI would refuse").isEmpty();
        assertThat(anthropic.complaints()).as("what Anthropic would refuse").isEmpty();
    }

    @Override
    public void close() {
        try (openAi;
                anthropic) {
            gateway.close();
        }
    }

    private static String configuration(String openAi, String anthropic) {
        return """
            model_list:
              - model_name: gpt
                litellm_params: {model: openai/gpt-4o-mini, api_base: "%1$s", api_key: %3$s}
                model_info: {id: gpt-1}
              - model_name: gpt
                litellm_params: {model: openai/gpt-4o-mini, api_base: "%1$s", api_key: %3$s}
                model_info: {id: gpt-2}
              - model_name: reasoner
                litellm_params: {model: openai/o4-mini, api_base: "%1$s", api_key: %3$s, drop_params: true}
              - model_name: embedder
                litellm_params: {model: openai/text-embedding-3-small, api_base: "%1$s", api_key: %3$s}
                model_info: {mode: embedding}
              - model_name: claude
                litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: "%2$s", api_key: %4$s}
                model_info: {id: claude-1}
              - model_name: claude
                litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: "%2$s", api_key: %4$s}
                model_info: {id: claude-2}
            router_settings:
              num_retries: 2
            general_settings:
              master_key: %5$s
            """.formatted(openAi, anthropic, OpenAiJudge.KEY, AnthropicJudge.KEY, Gateway.MASTER_KEY);
    }
}
