package dev.stellwerk.adapters.persistence.config.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.deployment.ProviderParameters.Adaptation;
import dev.stellwerk.domain.deployment.ProviderParameters.Treatment;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderParametersTest {
    private static final String EXTENSIONS =
            "service_tier store modalities prediction verbosity safety_identifier prompt_cache_key";
    private static final String PENALTIES = "frequency_penalty presence_penalty";

    private static ProviderParameters of(String provider) {
        return Providers.shipped().named(provider).orElseThrow().parameters();
    }

    private static Set<String> words(String text) {
        String whole = text.replace("LOG", "logprobs top_logprobs")
                .replace("PEN", PENALTIES)
                .replace("EXT", EXTENSIONS);
        return Stream.of(whole.split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> treated(ProviderParameters parameters, Treatment treatment) {
        return parameters.treatments().entrySet().stream()
                .filter(entry -> entry.getValue().equals(treatment))
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mistral     | logit_bias LOG web_search_options EXT                                | user stream_options",
                "codestral   | logit_bias LOG web_search_options EXT                                | user stream_options",
                "groq        | verbosity web_search_options                                         | user",
                "deepseek    | verbosity                                                            | user",
                "xai         | frequency_penalty stop EXT                                           | ''",
                "cerebras    | PEN logit_bias LOG parallel_tool_calls web_search_options EXT        | stream_options",
                "perplexity  | stop seed logit_bias LOG tools tool_choice parallel_tool_calls EXT   | n user stream_options",
                "fireworks_ai| store modalities verbosity safety_identifier web_search_options      | ''",
                "sambanova   | PEN seed logit_bias LOG web_search_options EXT                       | user",
                "nvidia_nim  | logit_bias LOG web_search_options EXT                                | user stream_options",
                "deepinfra   | seed LOG parallel_tool_calls web_search_options EXT                  | ''",
                "moonshot    | verbosity                                                            | ''",
                "zai         | PEN seed logit_bias LOG response_format parallel_tool_calls max_completion_tokens EXT | ''",
                "volcengine  | response_format parallel_tool_calls web_search_options EXT           | ''",
                "ai21_chat   | top_p PEN logit_bias LOG parallel_tool_calls EXT                     | stream_options",
                "databricks  | PEN seed logit_bias LOG parallel_tool_calls store modalities prediction verbosity safety_identifier prompt_cache_key | ''",
            })
    void each_row_says_what_is_refused_and_what_is_left_out(String provider, String refused, String left) {
        ProviderParameters parameters = of(provider);

        assertThat(treated(parameters, new Treatment.Unsupported(null))).isEqualTo(words(refused));
        assertThat(treated(parameters, new Treatment.Omitted())).isEqualTo(words(left));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mistral",
                "codestral",
                "groq",
                "xai",
                "cerebras",
                "fireworks_ai",
                "sambanova",
                "nvidia_nim",
                "deepinfra",
                "moonshot",
                "volcengine",
                "ai21_chat",
                "databricks",
                "custom_openai",
                "github",
                "nebius",
                "friendliai",
                "lambda_ai",
                "aiml",
                "empower",
                "xinference",
                "datarobot",
                "wandb",
                "publicai",
                "xiaomi_mimo",
                "synthetic",
                "apertis",
                "nano-gpt",
                "poe",
                "chutes",
                "llamagate",
                "sarvam",
                "charity_engine",
                "crusoe"
            })
    void the_limit_of_an_answer_has_its_old_name_there(String provider) {
        assertThat(of(provider).treatments())
                .containsEntry("max_completion_tokens", new Treatment.Renamed("max_tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral", "codestral", "groq", "xai"})
    void effort_is_for_models_that_reason(String provider) {
        assertThat(of(provider).treatments())
                .containsEntry("reasoning_effort", new Treatment.Unsupported(Ability.REASONING));
    }

    @ParameterizedTest
    @CsvSource({"openai, true", "azure, true", "litellm_proxy, true", "groq, false", "hosted_vllm, false"})
    void developers_are_known_to_three(String provider, boolean known) {
        assertThat(of(provider).has(Adaptation.DEVELOPER_ROLE)).isEqualTo(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xai", "fireworks_ai", "hosted_vllm"})
    void strictness_is_not_said_to_some(String provider) {
        assertThat(of(provider).has(Adaptation.TOOLS_WITHOUT_STRICT)).isTrue();
    }
}
