package dev.stellwerk.adapters.persistence.config;

import static dev.stellwerk.adapters.persistence.config.Configurations.clean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.usage.Billed;
import dev.stellwerk.domain.usage.TokenKinds;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What calls cost, from the name of a model or from what an entry states to exact dollars. */
class PricesTest {
    private static Price price(String parameters) {
        return price(parameters, "");
    }

    private static Price price(String parameters, String settings) {
        String entry = "model_list: [{model_name: m, litellm_params: {api_key: k, " + parameters + "}}]\n" + settings;
        return Objects.requireNonNull(
                clean(entry).deployments().getFirst().facts().price());
    }

    private static TokenUsage inTier(String tier, long prompt, long completion) {
        return new TokenUsage(prompt, completion).with(Billed.of(tier, 0));
    }

    @Test
    void a_long_prompt_makes_every_token_of_the_call_dearer() {
        Price gemini = price("model: litellm_proxy/x, api_base: 'http://x', base_model: gemini/gemini-2.5-pro");

        assertThat(new TokenUsage(200_000, 1_000).cost(gemini)).isEqualByComparingTo("0.26"); // 1.25 and 10 a million
        assertThat(new TokenUsage(200_001, 1_000).cost(gemini)).isEqualByComparingTo("0.5150025"); // 2.5 and 15
        assertThat(new TokenUsage(200_001, 0, 200_001, 0, 0).cost(gemini)).isEqualByComparingTo("0.05000025");
    }

    @Test
    void a_tier_of_service_has_prices_of_its_own() {
        Price gpt = price("model: openai/gpt-5");

        assertThat(inTier("priority", 1_000, 100).cost(gpt)).isEqualByComparingTo("0.0045"); // 2.5 and 20 a million
        assertThat(inTier("flex", 1_000, 100).cost(gpt)).isEqualByComparingTo("0.001125");
        assertThat(inTier("scale", 1_000, 100).cost(gpt)).isEqualByComparingTo("0.00225"); // has none: the usual one
        assertThat(new TokenUsage(1_000, 100).cost(gpt)).isEqualByComparingTo("0.00225");
    }

    @Test
    void a_tier_and_a_long_prompt_meet() {
        Price gemini = price("model: litellm_proxy/x, api_base: 'http://x', base_model: gemini/gemini-2.5-pro");

        assertThat(inTier("priority", 200_001, 1_000).cost(gemini)).isEqualByComparingTo("0.9270045"); // 4.5 and 27
        assertThat(inTier("priority", 100, 0).cost(gemini)).isEqualByComparingTo("0.000225");
        assertThat(inTier("flex", 200_001, 0).cost(gemini))
                .isEqualByComparingTo("0.5000025"); // none for both: by length
    }

    @Test
    void what_is_thought_heard_and_drawn_costs_what_it_costs() {
        Price own = price("model: openai/x, input_cost_per_token: 1, output_cost_per_token: 2,"
                + " output_cost_per_reasoning_token: 3, input_cost_per_audio_token: 5, output_cost_per_audio_token: 7,"
                + " input_cost_per_image_token: 11, output_cost_per_image_token: 13, cache_read_input_token_cost: 0.5");
        var usage = new TokenUsage(100, 50, 10, 0, 0, new TokenKinds(20, 30, 5, 6, 7), Billed.TOKENS);

        // 40 read, 10 cached, 20 heard, 30 seen; 32 written, 5 thought, 6 said, 7 drawn
        assertThat(usage.cost(own)).isEqualByComparingTo("687");
        assertThat(usage.cost(price("model: openai/x, input_cost_per_token: 1, output_cost_per_token: 2")))
                .isEqualByComparingTo("200");
    }

    @Test
    void a_search_in_the_web_is_paid_for_beside_the_tokens() {
        assertThat(new TokenUsage(1_000, 0).with(Billed.of(null, 3)).cost(price("model: anthropic/claude-sonnet-4-5")))
                .isEqualByComparingTo("0.033");
    }

    @Test
    void sound_is_paid_for_by_the_second_unless_it_has_tokens() {
        var minute = Billed.seconds(new BigDecimal("60.5"));

        assertThat(TokenUsage.NONE.with(minute).cost(price("model: openai/whisper-1")))
                .isEqualByComparingTo("0.00605");
        assertThat(new TokenUsage(1_000, 100).with(minute).cost(price("model: openai/gpt-4o-transcribe")))
                .isEqualByComparingTo("0.0035");
        assertThat(TokenUsage.NONE.with(minute).cost(price("model: openai/gpt-4o-transcribe")))
                .isEqualByComparingTo("0.00605");
    }

    @Test
    void speech_is_paid_for_by_the_character() {
        assertThat(new TokenUsage(250, 0).with(Billed.characters(1_000)).cost(price("model: openai/tts-1")))
                .isEqualByComparingTo("0.015");
    }

    @Test
    void pictures_are_paid_for_by_the_piece_or_by_their_pixels() {
        assertThat(TokenUsage.NONE.with(Billed.images(3, 0)).cost(priceOfPicture("output_cost_per_image: 0.04")))
                .isEqualByComparingTo("0.12");
        assertThat(TokenUsage.NONE
                        .with(Billed.images(2, 2 * 1_024 * 1_024))
                        .cost(priceOfPicture("input_cost_per_pixel: 0.00000002")))
                .isEqualByComparingTo("0.04194304");
    }

    private static Price priceOfPicture(String price) {
        return Objects.requireNonNull(
                clean("model_list: [{model_name: m, litellm_params: {api_key: k, model: openai/x, " + price
                                + "}, model_info: {mode: image_generation}}]")
                        .deployments()
                        .getFirst()
                        .facts()
                        .price());
    }

    @Test
    void an_order_of_documents_is_paid_for_by_the_query() {
        assertThat(TokenUsage.NONE
                        .with(Billed.queries(2))
                        .cost(price("model: litellm_proxy/x, api_base: 'http://x', base_model: cohere/rerank-v3.5")))
                .isEqualByComparingTo("0.004");
    }

    @Test
    void discount_and_margin_change_what_is_paid_and_not_the_list() {
        String settings = "litellm_settings: {cost_discount_config: {openai: 0.05},"
                + " cost_margin_config: {global: 0.1, groq: {percentage: 0.5, fixed_amount: 0.25}}}";
        var usage = new TokenUsage(10, 0);
        String own = ", input_cost_per_token: 1";

        assertThat(usage.cost(price("model: openai/x" + own, settings))).isEqualByComparingTo("10.45");
        assertThat(usage.cost(price("model: groq/x" + own, settings))).isEqualByComparingTo("15.25");
        assertThat(usage.cost(price("model: mistral/x" + own, settings))).isEqualByComparingTo("11");
        assertThat(price("model: openai/x" + own, settings).inputPerToken()).isEqualByComparingTo("1");
        assertThat(price("model: groq/x, input_cost_per_token: 0", settings).free())
                .isFalse();
    }

    @Test
    void a_budget_to_which_calls_are_never_charged_is_pointed_out() {
        String models = """
                model_list:
                - {model_name: known, litellm_params: {model: openai/gpt-4o, api_key: k, tags: [t], max_budget: 1, budget_duration: 1d}}
                - {model_name: own, litellm_params: {model: openai/x, api_key: k, tags: [t], max_budget: 1, budget_duration: 1d}}
                - {model_name: 'openai/*', litellm_params: {model: 'openai/*', api_key: k, max_budget: 1, budget_duration: 1d}}
                router_settings: {provider_budget_config: {openai: {budget_limit: 1, time_period: 1d}, groq: {budget_limit: 1, time_period: 1d}}}
                litellm_settings: {tag_budget_config: {t: {max_budget: 1, budget_duration: 1d}}}
                """;
        String advice = "no price is known; state input_cost_per_token and output_cost_per_token, or the base_model";

        assertThat(Configurations.findings(models, Map.of()))
                .containsExactly(
                        "config.yaml:3: warning: model_list[1].litellm_params.max_budget: is never used up: " + advice,
                        "config.yaml:5: warning: router_settings.provider_budget_config.openai: is not charged for calls of own: "
                                + advice,
                        "config.yaml:6: warning: litellm_settings.tag_budget_config.t: is not charged for calls of own: "
                                + advice);
    }

    @Test
    void a_price_of_ones_own_is_not_mixed_with_those_of_the_list() {
        Price own = price("model: openai/gpt-5, input_cost_per_token: 1, output_cost_per_token: 2");

        assertThat(inTier("priority", 3, 4).cost(own)).isEqualByComparingTo("11");
        assertThat(price("model: openai/gpt-5, cache_read_input_token_cost: 1")).satisfies(partly -> {
            assertThat(new TokenUsage(1, 0, 1, 0, 0).cost(partly)).isEqualByComparingTo("1");
            assertThat(new TokenUsage(1, 0).cost(partly)).isEqualByComparingTo("0.00000125");
        });
    }
}
