package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser.Choice;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is, and its name there. Most providers have one address for all their models; some name the model in it.
 *
 * @param base what the paths of the API are appended to; null means OpenAI's own
 */
record ModelAddress(@Nullable String base, String model) {
    private static final String VERSION = "/v1";
    private static final Pattern DEDICATED = Pattern.compile("[a-z0-9]{8}");
    private static final Pattern RAGFLOW = Pattern.compile("(chat|agent)/([^/]+)/(.+)");

    /** @param own the base that the deployment names; null when it names none */
    static ModelAddress of(Choice choice, @Nullable String own, ProviderVariables variables) {
        Provider provider = choice.provider();
        String model = choice.upstreamName();
        String base = own == null ? variables.shownBase(provider) : own;
        return base == null
                ? new ModelAddress(null, model)
                : switch (provider.name()) {
                    case "baseten" ->
                        own == null && DEDICATED.matcher(model).matches()
                                ? new ModelAddress(
                                        "https://model-" + model + ".api.baseten.co/environments/production/sync/v1",
                                        model)
                                : new ModelAddress(base, model);
                    case "docker_model_runner" -> new ModelAddress(with(base, VERSION), model);
                    case "gradient_ai" ->
                        new ModelAddress(with(base, base.equals(provider.base()) ? VERSION : "/api" + VERSION), model);
                    case "datarobot" -> new ModelAddress(dataRobot(base), model);
                    case "ragflow" -> ragFlow(base, model);
                    default -> new ModelAddress(base, model);
                };
    }

    private static String with(String base, String path) {
        String plain = withoutSlash(base);
        return plain.endsWith(path) ? plain : plain + path;
    }

    private static String withoutSlash(String base) {
        return base.strip().replaceFirst("/+$", "");
    }

    /** The gateway of DataRobot's language models, unless the base is that of a deployment there. */
    private static String dataRobot(String base) {
        String plain = withoutSlash(base);
        return plain.contains("/api/v2/deployments") || plain.contains("/genai/llmgw")
                ? plain
                : with(plain, "/api/v2") + "/genai/llmgw";
    }

    /** An assistant is no model there, but has an address of its own. */
    private static ModelAddress ragFlow(String base, String model) {
        Matcher named = RAGFLOW.matcher(model);
        if (!named.matches()) {
            return new ModelAddress(base, model);
        }
        String root = withoutSlash(base).replaceFirst("(/api)?/v1$", "");
        return new ModelAddress(root + "/api/v1/" + named.group(1) + "s_openai/" + named.group(2), named.group(3));
    }
}
