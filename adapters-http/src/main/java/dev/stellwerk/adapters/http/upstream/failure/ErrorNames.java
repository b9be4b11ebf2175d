package dev.stellwerk.adapters.http.upstream.failure;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statuses that providers' names of errors stand for, where an error comes without a status: inside a success. */
final class ErrorNames {
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("invalid_request_error", 400),
            Map.entry("badrequesterror", 400),
            Map.entry("bad_request", 400),
            Map.entry("invalid_argument", 400),
            Map.entry("validation", 400), // TGI
            Map.entry("validationexception", 400), // Bedrock
            Map.entry("validation_error", 400),
            Map.entry("authentication_error", 401),
            Map.entry("authenticationerror", 401),
            Map.entry("invalid_api_key", 401),
            Map.entry("unauthenticated", 401),
            Map.entry("unrecognizedclientexception", 401),
            Map.entry("billing_error", 402),
            Map.entry("permission_error", 403),
            Map.entry("permission_denied", 403),
            Map.entry("accessdeniedexception", 403),
            Map.entry("not_found_error", 404),
            Map.entry("notfounderror", 404),
            Map.entry("not_found", 404),
            Map.entry("model_not_found", 404),
            Map.entry("deploymentnotfound", 404),
            Map.entry("resourcenotfoundexception", 404),
            Map.entry("request_too_large", 413),
            Map.entry("rate_limit_error", 429),
            Map.entry("ratelimiterror", 429),
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("insufficient_quota", 429),
            Map.entry("tokens", 429), // OpenAI's type of a limit on tokens
            Map.entry("requests", 429),
            Map.entry("resource_exhausted", 429),
            Map.entry("too_many_requests", 429),
            Map.entry("throttling_error", 429),
            Map.entry("throttlingexception", 429),
            Map.entry("overloaded", 429), // TGI
            Map.entry("server_error", 500),
            Map.entry("api_error", 500),
            Map.entry("internal_server_error", 500),
            Map.entry("internalservererror", 500),
            Map.entry("overloaded_error", 500),
            Map.entry("service_unavailable_error", 503),
            Map.entry("serviceunavailableexception", 503),
            Map.entry("unavailable", 503),
            Map.entry("timeout_error", 504),
            Map.entry("deadline_exceeded", 504));

    private ErrorNames() {}

    /** The status that a type or code stands for; null when it is not known. */
    static @Nullable Integer status(@Nullable String name) {
        return name == null ? null : STATUSES.get(name.toLowerCase(Locale.ROOT));
    }
}
