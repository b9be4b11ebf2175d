package dev.stellwerk.adapters.http.upstream.dialect.parameter;

import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.deployment.ProviderParameters.Adaptation;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's models take of its own parameters. Those that reason take less than the others, which in turn know no
 * effort; about names that are none of OpenAI's nothing is said.
 *
 * @param parallelTools calls of tools in parallel can be asked for, or not
 * @param samples temperature and its like are taken while the effort is none
 * @param usualEffort how much is thought when a request does not say so; null when that is not known
 */
record ReasoningModel(
        Family family,
        boolean parallelTools,
        boolean samples,
        @Nullable String usualEffort) {
    private static final String O_SERIES = "o_series/";
    private static final String GPT5_SERIES = "gpt5_series/";
    private static final Pattern VERSION = Pattern.compile("gpt-(\\d{1,3})(?:\\.(\\d{1,3}))?.*");
    private static final ReasoningModel OTHER = new ReasoningModel(Family.OTHER, true, true, null);
    private static final ReasoningModel CHAT = new ReasoningModel(Family.CHAT, true, true, null);

    enum Family {
        /** o1, o3-mini, … */
        O,
        /** gpt-5, gpt-5.1, … */
        GPT,
        /** gpt-4o, gpt-5-chat-latest, … */
        CHAT,
        /** Anything else. */
        OTHER
    }

    static ReasoningModel of(OutgoingCall call) {
        ProviderParameters provider = call.rules().provider();
        if (!provider.has(Adaptation.REASONING_MODELS)) {
            return OTHER;
        }
        String base = call.facts().baseModel();
        String forced = call.endpoint().model();
        boolean isForced = call.endpoint().provider().equals("azure")
                && (forced.startsWith(O_SERIES) || forced.startsWith(GPT5_SERIES));
        String name = isForced || base == null ? forced : base;
        String plain = name.substring(name.lastIndexOf('/') + 1);
        Family family = isForced ? (forced.startsWith(O_SERIES) ? Family.O : Family.GPT) : family(plain);
        return switch (family) {
            case OTHER -> OTHER;
            case CHAT -> CHAT;
            case O, GPT ->
                new ReasoningModel(
                        family,
                        family == Family.GPT || provider.has(Adaptation.REASONING_WITH_PARALLEL_TOOLS),
                        family == Family.GPT && isLate(plain),
                        call.facts().info().get("default_reasoning_effort") instanceof String usual ? usual : null);
        };
    }

    private static Family family(String name) {
        if (name.length() > 1 && name.charAt(0) == 'o' && Character.isDigit(name.charAt(1))) {
            return Family.O;
        }
        if (name.startsWith("gpt-5-chat")
                || name.startsWith("gpt-3")
                || name.startsWith("gpt-4")
                || name.startsWith("chatgpt-")) {
            return Family.CHAT;
        }
        return name.startsWith("gpt-5") || name.startsWith("gpt-6") ? Family.GPT : Family.OTHER;
    }

    /** From gpt-5.1 on. */
    private static boolean isLate(String name) {
        Matcher version = VERSION.matcher(name);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > 5 || (major == 5 && version.group(2) != null && Integer.parseInt(version.group(2)) >= 1);
    }

    boolean reasons() {
        return family == Family.O || family == Family.GPT;
    }

    /** How much is thought, as a request says it in one of two ways. */
    static @Nullable String effort(@Nullable Object said) {
        Object effort = said instanceof Map<?, ?> map ? map.get("effort") : said;
        return effort instanceof String word ? word : null;
    }

    /**
     * Whether it refuses a parameter.
     *
     * @param effort that the request asks for; null when it asks for none
     */
    boolean refuses(String name, Object value, @Nullable String effort) {
        boolean free = samples && "none".equals(effort == null ? usualEffort : effort);
        return switch (family) {
            case OTHER -> false;
            case CHAT -> name.equals("reasoning_effort");
            case O ->
                switch (name) {
                    case "temperature" -> !isOne(value);
                    case "top_p", "logprobs", "top_logprobs", "presence_penalty", "frequency_penalty" -> true;
                    case "parallel_tool_calls" -> !parallelTools;
                    default -> false;
                };
            case GPT ->
                switch (name) {
                    case "temperature" -> !free && !isOne(value);
                    case "top_p", "logprobs", "top_logprobs" -> !free;
                    case "presence_penalty",
                            "frequency_penalty",
                            "stop",
                            "logit_bias",
                            "modalities",
                            "prediction",
                            "audio",
                            "web_search_options" -> true;
                    default -> false;
                };
        };
    }

    private static boolean isOne(Object value) {
        return value instanceof Number number && number.doubleValue() == 1;
    }
}
