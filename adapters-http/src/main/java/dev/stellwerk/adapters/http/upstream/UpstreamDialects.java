package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.adapters.http.body.ClientApi;
import dev.stellwerk.adapters.http.upstream.dialect.Dialect;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.AnthropicDialect;
import dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim.NativeMessages;
import dev.stellwerk.adapters.http.upstream.dialect.azure.AzureLayout;
import dev.stellwerk.adapters.http.upstream.dialect.messages.MessagesOverChat;
import dev.stellwerk.adapters.http.upstream.dialect.openai.CompletionsDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiDialect;
import dev.stellwerk.adapters.http.upstream.dialect.openai.OpenAiLayout;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.time.Time;

/**
 * Which dialect each deployment speaks, and what stands between it and what the client speaks. Whoever is not named here
 * speaks OpenAI's.
 */
final class UpstreamDialects {
    private static final String ANTHROPIC = "anthropic";

    private final Dialect openAi;
    private final Dialect openAiCompletions;
    private final Dialect azure;
    private final Dialect azureCompletions;
    private final Dialect anthropic;
    private final Dialect nativeMessages;

    UpstreamDialects(Time time) {
        var plain = new OpenAiDialect(new OpenAiLayout());
        var plainAzure = new OpenAiDialect(new AzureLayout());
        openAi = plain;
        openAiCompletions = new CompletionsDialect(plain);
        anthropic = new AnthropicDialect(time);
        nativeMessages = new NativeMessages();
        azure = plainAzure;
        azureCompletions = new CompletionsDialect(plainAzure);
    }

    Dialect of(Deployment deployment, ClientApi api) {
        return switch (api) {
            case OPENAI -> ofChat(deployment);
            case MESSAGES -> counts(deployment) ? nativeMessages : new MessagesOverChat(ofChat(deployment));
        };
    }

    /** Whether a deployment counts the tokens of a prompt itself: it speaks the Messages API. */
    boolean counts(Deployment deployment) {
        return deployment.endpoint().provider().equals(ANTHROPIC);
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
