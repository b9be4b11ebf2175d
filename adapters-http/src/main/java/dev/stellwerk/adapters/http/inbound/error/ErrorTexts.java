package dev.stellwerk.adapters.http.inbound.error;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.region.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of errors. Fragments that clients of LiteLLM search for stand here as LiteLLM writes them. */
final class ErrorTexts {
    /** What is looked up in the database. */
    private static final Set<String> RECORDS = Set.of("keys", "teams", "customers");

    private ErrorTexts() {}

    static String unknownModel(String route, String model) {
        return route + ": Invalid model name passed in model=" + model
                + ". Call `/v1/models` to view available models for your key.";
    }

    static String noDeployments(String model) {
        return "You passed in model=" + model + ". There are no healthy deployments for this model";
    }

    static String tagsDenied(CallRefusal.TagsDenied denied) {
        return "Not allowed to access model due to tags configuration. Passed model=" + denied.group() + " and tags="
                + listed(denied.tags());
    }

    static String regionUnavailable(CallRefusal.RegionUnavailable refusal) {
        String allowed = refusal.allowed().stream()
                .map(rule -> rule.stream().sorted().map(Region::name).collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(" and "));
        return "No deployment of model group '" + refusal.group() + "' lies in the allowed region: " + allowed;
    }

    static String unknownResponse(CallRefusal.UnknownResponse unknown) {
        return "Response with id '" + unknown.id() + "' not found.";
    }

    static String continuationDenied(CallRefusal.ContinuationDenied denied) {
        return "The deployment of model group '" + denied.group()
                + "' that holds the previous response may not serve this request: it " + denied.detail();
    }

    static String filterDenied(CallRefusal.FilterDenied denied) {
        return "No deployment of " + denied.group() + " passes " + denied.filter() + ": " + denied.code();
    }

    static String filterFailed(CallRefusal.FilterFailed failed) {
        return "The filter " + failed.filter() + " failed, and nobody may pass without it";
    }

    static String noneAvailable(CallRefusal.NoneAvailable none) {
        List<String> cooling = none.cooling().stream().map(id -> id.value()).toList();
        long seconds = Math.max(1, none.retryAfter().plusMillis(999).toSeconds());
        String when = none.retryAfter().isZero() ? ". " : ", Try again in " + seconds + " seconds. ";
        return "No deployments available for selected model" + when
                + (none.allCooling() ? "All deployments for selected model are in cooldown. " : "") + "Passed model="
                + none.group() + ". pre-call-checks=" + (none.preCallChecks() ? "True" : "False") + ", cooldown_list="
                + listed(cooling);
    }

    static String noneUsable(CallRefusal.NoneUsable none) {
        String variables = none.variables().isEmpty()
                ? ""
                : ". Variables that are not set: " + String.join(", ", none.variables());
        return "No deployment of model group '" + none.group() + "' can serve this request as configured: "
                + String.join(", ", none.reasons()) + ". Trying again does not help" + variables;
    }

    static String contextWindow(CallRefusal.ContextWindowExceeded exceeded) {
        var text = new StringBuilder("litellm.ContextWindowExceededError: litellm._pre_call_checks: Context Window"
                + " exceeded for given call. No models have context window large enough for this call.");
        for (CallRefusal.ContextWindowExceeded.TooSmall deployment : exceeded.deployments()) {
            text.append("\nModel=").append(deployment.model());
            text.append(", Max Input Tokens=").append(deployment.maxInputTokens());
            text.append(", Got=").append(deployment.promptTokens());
        }
        return text.toString();
    }

    static String unsupportedParameter(CallRefusal.UnsupportedParameter refusal) {
        return "litellm.UnsupportedParamsError: no deployment of model group '" + refusal.group()
                + "' supports parameters: " + listed(List.of(refusal.parameter()))
                + ". To drop unsupported parameters set `litellm_settings: drop_params: true`.";
    }

    static String modelRateLimited(CallRefusal.ModelRateLimited limited) {
        return "litellm.RateLimitError: Model rate limit exceeded. "
                + (limited.kind() == LimitKind.REQUESTS ? "RPM" : "TPM") + " limit=" + limited.limit()
                + ", current usage="
                + limited.usage() + ". No deployments available for selected model. Passed model=" + limited.group();
    }

    static String routingBudgetSpent(CallRefusal.RoutingBudgetSpent spent) {
        return "No deployments available - crossed budget: " + spent.detail();
    }

    static String paused(CallRefusal.Paused paused) {
        return "Model '" + paused.model() + "' is blocked: an admin has paused it.";
    }

    static String callerRateLimited(CallRefusal.CallerRateLimited limited, long resetAt) {
        return callerLimit(limited) + ", Remaining: 0. Limit resets at: " + Instant.ofEpochSecond(resetAt);
    }

    static String callerNeverLetThrough(CallRefusal.CallerRateLimited limited) {
        return callerLimit(limited) + ", Remaining: 0. No waiting helps: such a call needs more than the limit holds";
    }

    private static String callerLimit(CallRefusal.CallerRateLimited limited) {
        return "Rate limit exceeded for " + scope(limited.scope()) + ": " + limited.id() + ". Limit type: "
                + limited.kind().label() + ". Current limit: " + limited.limit();
    }

    private static String scope(LimitScope scope) {
        return switch (scope) {
            case KEY -> "api_key";
            case MODEL_OF_KEY -> "model_per_key";
            case TEAM -> "team";
            case MODEL_OF_TEAM -> "model_per_team";
            case CUSTOMER -> "end_user";
            case DEPLOYMENT -> "deployment";
        };
    }

    static String budgetSpent(CallRefusal.BudgetSpent spent) {
        String sums = "Current cost: " + spent.spent() + ", Max budget: " + spent.max();
        return switch (spent.scope()) {
            case KEY, MODEL_OF_KEY, MODEL_OF_TEAM, DEPLOYMENT -> "Budget has been exceeded! " + sums;
            case TEAM -> "Budget has been exceeded! Team=" + spent.id() + " " + sums;
            case CUSTOMER ->
                "ExceededBudget: End User=" + spent.id() + " over budget. Spend: " + spent.spent() + ", Budget: "
                        + spent.max();
        };
    }

    static String scope(CallRefusal.ModelDenied denied) {
        return denied.scope().name().toLowerCase(Locale.ROOT);
    }

    static String modelDenied(CallRefusal.ModelDenied denied) {
        String scope = scope(denied);
        return scope + " not allowed to access model. This " + scope + " can only access models="
                + listed(denied.allowed()) + ". Tried to access " + denied.model();
    }

    static String notAuthenticated(CallRefusal.NotAuthenticated refusal) {
        return switch (refusal.reason()) {
            case MISSING -> "Authentication Error, No api key passed in.";
            case MALFORMED -> "Authentication Error, Malformed API Key passed in. Ensure Key has 'Bearer ' prefix.";
            case NOT_A_KEY ->
                "Authentication Error, LiteLLM Virtual Key expected: keys are expected to start with 'sk-'.";
            case UNKNOWN -> "Authentication Error, Invalid proxy server token passed. Unable to find the token.";
            case EXPIRED -> "Authentication Error - Expired Key.";
            case KEY_BLOCKED -> "Authentication Error, Key is blocked. Update via `/key/unblock` if you are an admin.";
            case TEAM_BLOCKED ->
                "Authentication Error, Team=" + refusal.detail() + " is blocked. Update via `/team/unblock`.";
            case CUSTOMER_BLOCKED ->
                "Authentication Error, End user=" + refusal.detail() + " is blocked. Update via `/customer/unblock`.";
            case CUSTOMER_REQUIRED -> "Authentication Error, 'user' param not passed in. 'enforce_user_param'=True";
            case SEVERAL -> "Authentication Error, more than one credential was passed in.";
            case TOO_MANY_FAILURES -> "Authentication Error, too many failed attempts. Try again later.";
        };
    }

    static String routeDenied(CallRefusal.RouteDenied denied) {
        return denied.adminOnly()
                ? "Authentication Error, Only proxy admin can be used to call this route. Route=" + denied.route()
                        + ". Your role=internal_user" // that of every virtual key
                : "Authentication Error, Virtual key is not allowed to call this route. Tried to call route: "
                        + denied.route();
    }

    static String speakingForOthersRefused() {
        return "Authentication Error, Only proxy admin can use as_key and as_team";
    }

    static String filterFoundInvalid(CallRefusal.FilterFoundInvalid refusal) {
        return "The request does not pass " + refusal.filter();
    }

    static String forbiddenField(String field) {
        return "Authentication Error, " + field + " is not allowed in request body. Only the gateway's configuration"
                + " chooses where calls go and with which credential.";
    }

    static String unavailable(String what) {
        return RECORDS.contains(what)
                ? "The gateway cannot reach its database now, so that it can neither look up " + what
                        + " nor let anybody in on a guess. Nothing is wrong with the request or its key: try again"
                        + " in a few seconds."
                : "The gateway cannot decide on this request now: " + what;
    }

    static String clientTagsRefused() {
        return "Client-side 'metadata.tags' not allowed in request. 'reject_clientside_metadata_tags'=True. "
                + "Tags can only be set via API key metadata.";
    }

    static String actingOutRefused(CallRefusal.ActingOutRefused refused) {
        return "Mock testing request params are disabled on this proxy: " + FailureNames.mockParameter(refused.asked())
                + ". Set general_settings.dangerously_allow_mock_testing_request_params to allow them.";
    }

    /** What an acted-out failure says in place of an upstream's words. */
    private static String actedOut(UpstreamFailure failure, @Nullable String group) {
        String what = "This is a mock exception for model=" + group + ", to trigger a ";
        return switch (failure.kind()) {
            case TIMEOUT -> "This is a mock timeout.";
            case RATE_LIMIT -> what + "rate limit error.";
            case CONTEXT_WINDOW_EXCEEDED -> what + "context window fallback.";
            case CONTENT_POLICY_VIOLATION -> what + "content policy fallback.";
            case BAD_REQUEST, AUTHENTICATION, PERMISSION_DENIED, NOT_FOUND, CONFLICT, REFUSED -> what + "fallback.";
            case INTERNAL_SERVER, BAD_GATEWAY, SERVICE_UNAVAILABLE, CONNECTION, OTHER -> what + "fallback.";
        };
    }

    static String upstream(UpstreamFailure failure, @Nullable Deployment deployment, @Nullable String group) {
        String name = FailureNames.of(failure);
        String said = failure.message().isEmpty() ? actedOut(failure, group) : failure.message();
        String provider =
                deployment == null ? "" : providerName(deployment.endpoint().provider()) + "Exception - ";
        return "litellm." + name + ": " + name + ": " + provider + said;
    }

    /** {@code azure} is written {@code Azure}, as in LiteLLM's messages. */
    private static String providerName(String provider) {
        if (provider.isEmpty() || provider.equals("openai")) {
            return "OpenAI";
        }
        return Character.toUpperCase(provider.charAt(0)) + provider.substring(1);
    }

    /** Seconds as Python prints a float. */
    static String seconds(Duration duration) {
        return Double.toString(duration.toMillis() / 1000.0);
    }

    /** A list of texts as Python prints it. */
    static String listed(@Nullable List<String> texts) {
        if (texts == null) {
            return "None";
        }
        var list = new StringBuilder("[");
        for (String text : texts) {
            list.append(list.length() > 1 ? ", '" : "'");
            list.append(text.replace("\\", "\\\\").replace("'", "\\'")).append('\'');
        }
        return list.append(']').toString();
    }
}
