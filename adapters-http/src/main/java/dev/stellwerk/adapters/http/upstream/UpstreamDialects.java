package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.AnthropicDialect;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim.NativeMessages;
import dev.stellwerk.adapters.http.upstream.dialect.azure.AzureLayout;
import dev.stellwerk.adapters.http.upstream.dialect.messages.MessagesOverChat;
import dev.stellwerk.adapters.http.upstream.dialect.openai.CompletionsDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiLayout;
import dev.stellwerk.adapters.http.upstream.dialect.responses.ResponsesOverChat;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import java.util.Set;

/**
 * Which dialect each deployment speaks, and what stands between it and what the client speaks. Whoever is not named here
 * speaks OpenAI's.
 */
final class UpstreamDialects {
    private static final String ANTHROPIC = "anthropic";

    /** Providers known to have the Responses API, and names that only say that something is like OpenAI's. */
    private static final Set<String> RESPONDING = Set.of(
            "azure",
            "custom_openai",
            "groq",
            "hosted_vllm",
            "litellm_proxy",
            "lm_studio",
            "openai",
            "openai_like",
            "openrouter",
            "xai");

    private final Dialect openAi;
    private final Dialect openAiCompletions;
    private final Dialect azure;
    private final Dialect azureCompletions;
    private final Dialect anthropic;
    private final Dialect nativeMessages;
    private final Time time;

    UpstreamDialects(Time time) {
        this.time = time;
        var plain = new OpenAiDialect(new OpenAiLayout());
        var plainAzure = new OpenAiDialect(new AzureLayout());
        openAi = plain;
        openAiCompletions = new CompletionsDialect(plain);
        anthropic = new AnthropicDialect(time);
        nativeMessages = new NativeMessages();
        azure = plainAzure;
        azureCompletions = new CompletionsDialect(plainAzure);
    }

    Dialect of(Deployment deployment, ClientApi api, CallType type) {
        return switch (api) {
            case OPENAI ->
                type == CallType.RESPONSES && !responds(deployment)
                        ? new ResponsesOverChat(ofChat(deployment), time)
                        : ofChat(deployment);
            case MESSAGES -> counts(deployment) ? nativeMessages : new MessagesOverChat(ofChat(deployment));
        };
    }

    /** Whether a deployment counts the tokens of a prompt itself: it speaks the Messages API. */
    boolean counts(Deployment deployment) {
        return deployment.endpoint().provider().equals(ANTHROPIC);
    }

    /** Whether a deployment has the Responses API itself. */
    private static boolean responds(Deployment deployment) {
        return RESPONDING.contains(deployment.endpoint().provider())
                && !deployment.facts().mode().equals("completion");
    }

    private Dialect ofChat(Deployment deployment) {
        boolean completesOnly = deployment.facts().mode().equals("completion");
        return switch (deployment.endpoint().provider()) {
            case ANTHROPIC -> anthropic;
            case "azure" -> completesOnly ? azureCompletions : azure;
            case "text-completion-openai" -> openAiCompletions;
            default -> completesOnly ? openAiCompletions : openAi;
        };
    }
}
