package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.body.MultipartBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.RequestHeaders;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.routing.CallType;
import io.helidon.http.HeaderName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request says about its own handling. A header beats the body, as it does for LiteLLM. */
final class HandlingReader {
    private static final double SECONDS_MAX = 86_400;
    private static final int RETRIES_MAX = 1_000;

    /** However many a caller asks for: each is a call of an upstream that somebody pays. */
    private static final int RETRIES_COUNTED_MAX = 10;

    private static final String RETRIES_RULE = "must be a whole number from 0 to " + RETRIES_MAX + "; more than "
            + RETRIES_COUNTED_MAX + " count as " + RETRIES_COUNTED_MAX;

    private static final int FALLBACKS_MAX = 50;

    /** Parameters that models may do without; the others every model takes, or they are no parameters of a model. */
    private static final Set<String> OPTIONAL = Set.of(
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "max_tokens",
            "max_completion_tokens",
            "modalities",
            "prediction",
            "n",
            "presence_penalty",
            "seed",
            "stop",
            "temperature",
            "top_p",
            "tools",
            "tool_choice",
            "function_call",
            "functions",
            "parallel_tool_calls",
            "audio",
            "web_search_options",
            "service_tier",
            "response_format",
            "reasoning_effort",
            "verbosity",
            "thinking",
            "store",
            "prompt_cache_key");

    private HandlingReader() {}

    static ModelCall.Handling read(Exchange exchange, RequestBody body, CallType type) {
        BodyMembers fields = body.fields();
        Duration timeout = seconds(exchange, RequestHeaders.TIMEOUT);
        timeout = timeout == null ? seconds(fields, "timeout") : timeout;
        timeout = timeout == null ? seconds(fields, "request_timeout") : timeout;
        Duration streamTimeout = seconds(exchange, RequestHeaders.STREAM_TIMEOUT);
        Integer retries = whole(exchange, RequestHeaders.RETRIES);
        return new ModelCall.Handling(
                regions(fields),
                counted(retries == null ? retries(fields) : retries),
                timeout,
                streamTimeout == null ? seconds(fields, "stream_timeout") : streamTimeout,
                body.fallbacks(),
                fields.flag("disable_fallbacks"),
                whole(fields, "max_fallbacks", FALLBACKS_MAX),
                simulated(fields),
                fields.string("previous_response_id"),
                type == CallType.CHAT ? optional(fields) : Set.of());
    }

    static ModelCall.Handling readForm(Exchange exchange, MultipartBody body) {
        Integer retries = whole(exchange, RequestHeaders.RETRIES);
        Duration timeout = seconds(exchange, RequestHeaders.TIMEOUT);
        Duration streamTimeout = seconds(exchange, RequestHeaders.STREAM_TIMEOUT);
        String region = body.field("allowed_model_region");
        return new ModelCall.Handling(
                region == null || region.isEmpty() ? null : checked(List.of(region)),
                counted(retries),
                timeout,
                streamTimeout,
                null,
                false,
                null,
                null,
                null,
                Set.of());
    }

    /** @param id of the response that is asked about */
    static ModelCall.Handling readStored(Exchange exchange, String id) {
        return new ModelCall.Handling(
                null,
                counted(whole(exchange, RequestHeaders.RETRIES)),
                seconds(exchange, RequestHeaders.TIMEOUT),
                seconds(exchange, RequestHeaders.STREAM_TIMEOUT),
                null,
                true,
                null,
                null,
                id,
                Set.of());
    }

    private static @Nullable List<String> regions(BodyMembers fields) {
        if (!fields.has("allowed_model_region")) {
            return null;
        }
        List<String> labels = fields.stringOrStrings("allowed_model_region");
        return labels == null || labels.isEmpty() ? null : checked(labels);
    }

    private static List<String> checked(List<String> labels) {
        for (String label : labels) {
            try {
                new Region(label);
            } catch (InvalidValue invalid) {
                throw new ValidationFault(
                        "value_error",
                        "body",
                        "allowed_model_region",
                        "not a region: 1 to 64 letters, digits, _ or -",
                        label);
            }
        }
        return labels;
    }

    private static @Nullable Simulated simulated(BodyMembers fields) {
        if (fields.flag("mock_testing_fallbacks")) {
            return Simulated.FAILURE;
        }
        if (fields.flag("mock_testing_context_fallbacks") || fields.flag("mock_testing_context_window_fallbacks")) {
            return Simulated.CONTEXT_WINDOW;
        }
        if (fields.flag("mock_testing_content_policy_fallbacks")) {
            return Simulated.CONTENT_POLICY;
        }
        if (fields.flag("mock_testing_rate_limit_error")) {
            return Simulated.RATE_LIMIT;
        }
        return fields.flag("mock_timeout") ? Simulated.TIMEOUT : null;
    }

    private static Set<String> optional(BodyMembers fields) {
        Set<String> found = null;
        for (int index = 0; index < fields.size(); index++) {
            if (OPTIONAL.contains(fields.name(index)) && fields.present(index)) {
                found = found == null ? new HashSet<>() : found;
                found.add(fields.name(index));
            }
        }
        return found == null ? Set.of() : found;
    }

    private static @Nullable Integer retries(BodyMembers fields) {
        Long value = fields.whole("num_retries", Long.MIN_VALUE, Long.MAX_VALUE);
        if (value != null && (value < 0 || value > RETRIES_MAX)) {
            throw fields.refused("num_retries", RETRIES_RULE);
        }
        return value == null ? null : value.intValue();
    }

    private static @Nullable Integer counted(@Nullable Integer retries) {
        return retries == null ? null : Integer.valueOf(Math.min(retries, RETRIES_COUNTED_MAX));
    }

    private static @Nullable Integer whole(BodyMembers fields, String name, int most) {
        Long value = fields.whole(name, 0, most);
        return value == null ? null : value.intValue();
    }

    private static @Nullable Integer whole(Exchange exchange, HeaderName name) {
        String text = exchange.header(name);
        if (text == null) {
            return null;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= 0 && value <= RETRIES_MAX) {
                return value;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number that is out of range
        }
        throw refused(name, RETRIES_RULE);
    }

    private static @Nullable Duration seconds(BodyMembers fields, String name) {
        Double value = fields.positive(name);
        if (value == null) {
            return null;
        }
        if (value == 0 || value > SECONDS_MAX) {
            throw fields.refused(name, "must be more than 0 and at most " + (long) SECONDS_MAX + " seconds");
        }
        return duration(value);
    }

    private static @Nullable Duration seconds(Exchange exchange, HeaderName name) {
        String text = exchange.header(name);
        if (text == null) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && value <= SECONDS_MAX) {
                return duration(value);
            }
        } catch (NumberFormatException _) {
            // refused below, like a number that is out of range
        }
        throw refused(name, "must be a number of seconds");
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1_000_000_000L));
    }

    private static RuntimeException refused(HeaderName name, String problem) {
        return Refusals.invalid("header '" + name.lowerCase() + "' " + problem, name.lowerCase());
    }
}
