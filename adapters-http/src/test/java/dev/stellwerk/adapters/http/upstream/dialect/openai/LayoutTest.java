package dev.stellwerk.adapters.http.upstream.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.upstream.dialect.azure.AzureLayout;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private static ApiLayout layout(String provider) {
        return provider.equals("azure") ? new AzureLayout() : new OpenAiLayout();
    }

    private static CallTarget target(String provider, String base, String version, Operation operation) {
        var endpoint = new Endpoint(provider, "m/x", base, new Secret("key"), version, null, Map.of());
        return layout(provider).target(endpoint, operation);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1/v1,CHAT,http://h:1/v1/chat/completions",
        "http://h:1/v1/,EMBEDDING,http://h:1/v1/embeddings",
        "http://h:1/,CHAT,http://h:1/chat/completions",
        "http://h:1,TRANSCRIPTION,http://h:1/audio/transcriptions",
        "https://h/v1?team=a,RESPONSES,https://h/v1/responses?team=a",
        ",CHAT,https://api.openai.com/v1/chat/completions"
    })
    void openai_paths_are_appended_to_the_base(String base, Operation operation, String url) {
        assertThat(target("openai", base, null, operation).toString()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/,2024-06-01,CHAT,http://h/openai/deployments/m%2Fx/chat/completions?api-version=2024-06-01",
        "http://h,,CHAT,http://h/openai/deployments/m%2Fx/chat/completions?api-version=2025-02-01-preview",
        "http://h,v1,CHAT,http://h/openai/v1/chat/completions",
        "http://h/openai/v1,latest,CHAT,http://h/openai/v1/chat/completions",
        "http://h,preview,CHAT,http://h/openai/v1/chat/completions?api-version=preview",
        "http://h/openai/deployments/d,1,CHAT,http://h/openai/deployments/d/chat/completions?api-version=1",
        "http://h,2024-06-01,RESPONSES,http://h/openai/responses?api-version=2024-06-01",
        "http://h,,RESPONSES,http://h/openai/v1/responses?api-version=preview"
    })
    void azure_has_its_own_paths(String base, String version, Operation operation, String url) {
        assertThat(target("azure", base, version, operation).toString()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"2023-05-15,false", "2024-09-01-preview,true", "v1,true", ",true"})
    void old_versions_of_azure_do_not_know_stream_options(String version, boolean known) {
        var endpoint = new Endpoint("azure", "m", "http://h", null, version, null, Map.of());
        assertThat(layout("azure").reportsStreamUsage(endpoint)).isEqualTo(known);
    }

    @Test
    void credentials_and_configured_headers_are_sent_but_not_framing() {
        var endpoint = new Endpoint(
                "openai",
                "m",
                "http://h",
                new Secret("key\n"),
                null,
                "org-1",
                Map.of("X-Team", "a", "Transfer-Encoding", "chunked", "Host", "evil"));
        assertThat(layout("openai").target(endpoint, Operation.CHAT).headers())
                .containsExactly(
                        new Header("authorization", "Bearer key"),
                        new Header("openai-organization", "org-1"),
                        new Header("x-team", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h", "h/v1", "http://user:pw@h", "http://", "http://h h", "file:///etc"})
    void odd_bases_are_unusable(String base) {
        assertThatThrownBy(() -> target("openai", base, null, Operation.CHAT)).isInstanceOf(UnusableEndpoint.class);
    }

    @Test
    void a_credential_with_a_line_break_is_unusable() {
        var endpoint = new Endpoint("openai", "m", "http://h", new Secret("a\r\nx: y"), null, null, Map.of());
        assertThatThrownBy(() -> layout("openai").target(endpoint, Operation.CHAT))
                .isInstanceOf(UnusableEndpoint.class)
                .hasMessageNotContaining("x: y");
    }
}
