package dev.stellwerk.adapters.http.inbound.answer;

import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.HeaderText;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.time.Time;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the family of headers that tell how an answer came to be; the call's name stands in every answer already. What
 * is not known is left out.
 */
public final class AnswerHeaders {
    private static final HeaderName VERSION = HeaderNames.create("x-litellm-version");
    private static final HeaderName MODEL_ID = HeaderNames.create("x-litellm-model-id");
    private static final HeaderName MODEL_GROUP = HeaderNames.create("x-litellm-model-group");
    private static final HeaderName UPSTREAM_MODEL = HeaderNames.create("x-litellm-upstream-model");
    private static final HeaderName MODEL_API_BASE = HeaderNames.create("x-litellm-model-api-base");
    private static final HeaderName API_BASE = HeaderNames.create("x-litellm-api-base");
    private static final HeaderName REGION = HeaderNames.create("x-litellm-model-region");
    private static final HeaderName COST = HeaderNames.create("x-litellm-response-cost");
    private static final HeaderName DURATION = HeaderNames.create("x-litellm-response-duration-ms");
    private static final HeaderName OVERHEAD = HeaderNames.create("x-litellm-overhead-duration-ms");
    private static final HeaderName RETRIES = HeaderNames.create("x-litellm-attempted-retries");
    private static final HeaderName MAX_RETRIES = HeaderNames.create("x-litellm-max-retries");
    private static final HeaderName FALLBACKS = HeaderNames.create("x-litellm-attempted-fallbacks");
    private static final HeaderName KEY_SPEND = HeaderNames.create("x-litellm-key-spend");
    private static final HeaderName KEY_BUDGET = HeaderNames.create("x-litellm-key-max-budget");
    private static final HeaderName KEY_TPM = HeaderNames.create("x-litellm-key-tpm-limit");
    private static final HeaderName KEY_RPM = HeaderNames.create("x-litellm-key-rpm-limit");
    private static final HeaderName IGNORED_TAGS = HeaderNames.create("x-gateway-ignored-tags");
    private static final HeaderName DECISION = HeaderNames.create("x-stellwerk-decision");
    private static final HeaderName LIMIT_REQUESTS = HeaderNames.create("x-ratelimit-limit-requests");
    private static final HeaderName LIMIT_TOKENS = HeaderNames.create("x-ratelimit-limit-tokens");
    private static final HeaderName LEFT_REQUESTS = HeaderNames.create("x-ratelimit-remaining-requests");
    private static final HeaderName LEFT_TOKENS = HeaderNames.create("x-ratelimit-remaining-tokens");

    private final String version;
    private final Function<Endpoint, String> apiBase;
    private final Time time;

    /** @param apiBase the base URL of an endpoint as clients may see it */
    public AnswerHeaders(String version, Function<Endpoint, String> apiBase, Time time) {
        this.version = HeaderText.of(version);
        this.apiBase = apiBase;
        this.time = time;
    }

    /** For an answer, whole or streamed. */
    void writeSuccess(Exchange exchange, AnswerHead head, List<Header> upstream) {
        write(exchange, head);
        UpstreamHeaders.write(exchange, upstream);
        writeRemaining(exchange, head.remaining());
        set(exchange, COST, head.cost());
    }

    /** For an error. */
    void writeFailure(Exchange exchange, AnswerHead head, List<Header> upstream) {
        write(exchange, head);
        UpstreamHeaders.write(exchange, upstream);
        exchange.set(COST, "0");
    }

    private void write(Exchange exchange, AnswerHead head) {
        exchange.set(VERSION, version);
        set(exchange, MODEL_GROUP, head.group());
        if (head.deployment() != null) {
            writeDeployment(exchange, head.deployment());
        }
        exchange.set(RETRIES, Integer.toString(head.attemptedRetries()));
        set(exchange, MAX_RETRIES, head.retriesMax());
        exchange.set(FALLBACKS, Integer.toString(head.attemptedFallbacks()));
        if (head.key() != null) {
            writeKey(exchange, head.key(), head.cost());
        }
        long elapsed = time.nanos() - head.startedNanos();
        exchange.set(DURATION, millis(elapsed));
        exchange.set(OVERHEAD, millis(Math.max(0, elapsed - head.upstreamNanos())));
        if (!head.ignoredTags().isEmpty()) {
            exchange.set(IGNORED_TAGS, String.join(",", head.ignoredTags()));
        }
        if (!head.decision().isEmpty()) {
            exchange.set(DECISION, DecisionText.of(head.decision()));
        }
    }

    private void writeDeployment(Exchange exchange, Deployment deployment) {
        exchange.set(MODEL_ID, deployment.id().value());
        exchange.set(UPSTREAM_MODEL, deployment.endpoint().model());
        String base = withoutQuery(apiBase.apply(deployment.endpoint()));
        set(exchange, MODEL_API_BASE, base);
        set(exchange, API_BASE, base);
        if (deployment.region().isPresent()) {
            exchange.set(REGION, deployment.region().get().name());
        }
    }

    private static void writeKey(Exchange exchange, ApiKey key, @Nullable BigDecimal cost) {
        BigDecimal spend =
                cost == null ? key.budget().spend() : key.budget().spend().add(cost);
        set(exchange, KEY_SPEND, spend);
        set(exchange, KEY_BUDGET, key.budget().max());
        set(exchange, KEY_TPM, key.limits().tokensPerMinute());
        set(exchange, KEY_RPM, key.limits().requestsPerMinute());
    }

    /** What the upstream said about its own limits is not overwritten. */
    private static void writeRemaining(Exchange exchange, AnswerHead.@Nullable Remaining remaining) {
        if (remaining == null) {
            return;
        }
        setIfAbsent(exchange, LIMIT_REQUESTS, remaining.requestsLimit());
        setIfAbsent(exchange, LEFT_REQUESTS, remaining.requestsLeft());
        setIfAbsent(exchange, LIMIT_TOKENS, remaining.tokensLimit());
        setIfAbsent(exchange, LEFT_TOKENS, remaining.tokensLeft());
    }

    private static void setIfAbsent(Exchange exchange, HeaderName name, @Nullable Long value) {
        if (value != null && !exchange.answerHeaders().contains(name)) {
            exchange.set(name, value.toString());
        }
    }

    private static void set(Exchange exchange, HeaderName name, @Nullable Object value) {
        String text = value == null ? "" : value instanceof BigDecimal number ? plain(number) : value.toString();
        if (!text.isEmpty()) {
            exchange.set(name, text);
        }
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    /** Milliseconds with three digits behind the point. */
    private static String millis(long nanos) {
        long micros = nanos / 1_000;
        long rest = micros % 1_000;
        return micros / 1_000 + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".") + rest;
    }
}
