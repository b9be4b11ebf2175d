package dev.stellwerk.adapters.persistence.config.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShippedModelsTest {
    private final ShippedModels models = new ShippedModels();

    @Test
    void every_name_in_the_table_is_found_and_its_line_can_be_read() {
        var names = new ArrayList<String>();
        models.forEach((name, provider) -> {
            names.add(name);
            assertThat(models.provider(name)).isEqualTo(provider);
            assertThat(models.model(name))
                    .containsEntry("litellm_provider", provider)
                    .containsKey("mode");
        });
        assertThat(names).hasSizeGreaterThan(4_000).doesNotHaveDuplicates();
    }

    @Test
    void what_the_table_does_not_name_is_not_known() {
        for (String name :
                List.of("", "gpt-4", "gpt-4o-", "zzz", "!", "gpt-4o\topenai", "gpt-4ö", "# in", "a".repeat(9_999))) {
            Map<String, Object> found = models.model(name);
            assertThat(found == null || name.equals("gpt-4")).as(name).isTrue();
        }
    }

    @Test
    void a_line_says_the_same_as_the_map_that_it_was_made_from() {
        assertThat(models.model("claude-sonnet-4-5"))
                .containsEntry("cache_creation_input_token_cost_above_1hr", 6e-6)
                .containsEntry("deprecation_date", "2026-11-30")
                .containsEntry("max_output_tokens", 64_000L)
                .containsEntry("max_tokens", 64_000L)
                .containsEntry("supports_reasoning", true)
                .containsEntry(
                        "search_context_cost_per_query",
                        Map.of(
                                "search_context_size_high", 0.01,
                                "search_context_size_low", 0.01,
                                "search_context_size_medium", 0.01));
        assertThat(models.model("gpt-5"))
                .containsEntry("supported_modalities", List.of("text", "image"))
                .containsEntry("supports_xhigh_reasoning_effort", false);
        assertThat(models.model("whisper-1")).containsEntry("mode", "audio_transcription");
    }

    @Test
    void prices_in_ranges_are_prices_above_a_length() {
        assertThat(models.model("dashscope/qwen-flash"))
                .containsEntry("input_cost_per_token", 5e-8)
                .containsEntry("input_cost_per_token_above_256k_tokens", 2.5e-7)
                .doesNotContainKey("tiered_pricing");
    }
}
