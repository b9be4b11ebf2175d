package dev.stellwerk.adapters.http.inbound.error;

import static dev.stellwerk.adapters.http.inbound.error.ErrorTexts.listed;

import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.FallbackReport;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one table from a failure to the status and the words in which clients are told of it. */
public final class ErrorReplies {
    private static final String AUTH = "auth_error";
    private static final int TOO_MANY = 429;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final boolean routerDetails;
    private final boolean upstreamCodes;
    private final Time time;

    /** @param wire whether messages say which group and fallbacks were involved, and whose word an error's code is */
    public ErrorReplies(Wire wire, Time time) {
        this.routerDetails = wire.routerDetailsInErrors();
        this.upstreamCodes = wire.upstreamErrorCodes();
        this.time = time;
    }

    /** The reply to a call that got no answer. */
    public ErrorReply of(Answer.Failed failed, String route) {
        FallbackReport fallbacks = failed.fallbacks();
        String group = fallbacks == null ? null : fallbacks.group();
        ErrorReply reply = switch (failed.failure()) {
            case UpstreamFailure upstream -> upstream(upstream, failed.deployment(), group);
            case CallRefusal refusal -> of(refusal, route);
        };
        if (!routerDetails || fallbacks == null) {
            return reply;
        }
        var message = new StringBuilder(reply.message());
        if (failed.failure() instanceof UpstreamFailure) {
            message.append(". Received Model Group=").append(fallbacks.group());
            message.append("\nAvailable Model Group Fallbacks=")
                    .append(listed(fallbacks.available().isEmpty() ? null : fallbacks.available()));
        }
        if (!fallbacks.skipped().isEmpty()) {
            message.append("\nSkipped Model Group Fallbacks=").append(listed(fallbacks.skipped()));
            message.append(" (not allowed for this key)");
        }
        if (fallbacks.lastFailure() != null) {
            message.append("\nError doing the fallback: ")
                    .append(of(fallbacks.lastFailure(), null, route).message());
        }
        return reply.withMessage(message.toString());
    }

    /**
     * The reply to a failure without a call around it.
     *
     * @param deployment the one that failed, if one was tried
     */
    public ErrorReply of(Failure failure, @Nullable Deployment deployment, String route) {
        return switch (failure) {
            case UpstreamFailure upstream -> upstream(upstream, deployment, null);
            case CallRefusal refusal -> of(refusal, route);
        };
    }

    /** The reply to a refusal. */
    public ErrorReply of(CallRefusal refusal, String route) {
        return switch (refusal) {
            case CallRefusal.UnknownModel unknown ->
                ErrorReply.of(400, null, null, ErrorTexts.unknownModel(route, unknown.model()));
            case CallRefusal.NoDeployments none ->
                ErrorReply.of(400, null, null, ErrorTexts.noDeployments(none.model()));
            case CallRefusal.TagsDenied denied -> ErrorReply.of(401, null, null, ErrorTexts.tagsDenied(denied));
            case CallRefusal.RegionUnavailable region ->
                finalReply(ErrorReply.of(403, "region_not_available", null, ErrorTexts.regionUnavailable(region)));
            case CallRefusal.ContinuationDenied denied ->
                finalReply(ErrorReply.of(
                        403,
                        "previous_response_not_available",
                        "previous_response_id",
                        ErrorTexts.continuationDenied(denied)));
            case CallRefusal.UnknownResponse unknown ->
                ErrorReply.of(404, null, null, ErrorTexts.unknownResponse(unknown));
            case CallRefusal.NoneAvailable none -> noneAvailable(none);
            case CallRefusal.ContextWindowExceeded exceeded ->
                ErrorReply.of(400, null, null, ErrorTexts.contextWindow(exceeded));
            case CallRefusal.NoneUsable none ->
                finalReply(ErrorReply.of(503, "no_deployment_usable", null, ErrorTexts.noneUsable(none)));
            case CallRefusal.UnsupportedParameter parameter ->
                ErrorReply.of(400, null, parameter.parameter(), ErrorTexts.unsupportedParameter(parameter));
            case CallRefusal.ModelRateLimited limited ->
                retryIfItPasses(
                        ErrorReply.of(TOO_MANY, "throttling_error", null, ErrorTexts.modelRateLimited(limited)),
                        limited.retryAfter());
            case CallRefusal.RoutingBudgetSpent spent ->
                retryIfItPasses(
                        ErrorReply.of(TOO_MANY, null, null, ErrorTexts.routingBudgetSpent(spent)), spent.retryAfter());
            case CallRefusal.Paused paused -> finalReply(ErrorReply.of(403, null, null, ErrorTexts.paused(paused)));
            case CallRefusal.CallerRateLimited limited -> callerRateLimited(limited);
            case CallRefusal.BudgetSpent spent ->
                retryIfItPasses(
                        ErrorReply.of(TOO_MANY, "budget_exceeded", null, ErrorTexts.budgetSpent(spent)),
                        spent.retryAfter());
            case CallRefusal.ModelDenied denied ->
                ErrorReply.of(
                        401,
                        ErrorTexts.scope(denied) + "_model_access_denied",
                        "model",
                        ErrorTexts.modelDenied(denied));
            case CallRefusal.NotAuthenticated reason -> notAuthenticated(reason);
            case CallRefusal.RouteDenied denied -> ErrorReply.of(401, AUTH, null, ErrorTexts.routeDenied(denied));
            case CallRefusal.SpeakingForOthersRefused _ ->
                ErrorReply.of(403, AUTH, null, ErrorTexts.speakingForOthersRefused());
            case CallRefusal.NobodyToSpeakFor nobody -> {
                String param = nobody.team() ? "as_team" : "as_key";
                yield ErrorReply.of(400, null, param, param + " names nobody");
            }
            case CallRefusal.ModelMissing _ -> ErrorReply.of(400, null, "model", "'model' is missing");
            case CallRefusal.TagsUnfit tags ->
                ErrorReply.of(400, null, tags.inMetadata() ? "metadata.tags" : "tags", FieldRules.TAGS);
            case CallRefusal.RegionsUnfit _ ->
                ErrorReply.of(400, null, "allowed_model_region", "'allowed_model_region' " + FieldRules.REGIONS);
            case CallRefusal.CustomerUnfit _ -> ErrorReply.of(400, null, "user", "'user' " + FieldRules.CUSTOMER_ID);
            case CallRefusal.FilterFoundInvalid filter ->
                ErrorReply.of(400, null, filter.parameter(), ErrorTexts.filterFoundInvalid(filter));
            case CallRefusal.Invalid invalid -> ErrorReply.of(400, null, invalid.param(), invalid.message());
            case CallRefusal.ClientTagsRefused _ ->
                ErrorReply.of(400, "bad_request_error", "metadata.tags", ErrorTexts.clientTagsRefused());
            case CallRefusal.ActingOutRefused refused ->
                ErrorReply.of(
                        400, null, FailureNames.mockParameter(refused.asked()), ErrorTexts.actingOutRefused(refused));
            case CallRefusal.ForbiddenField field ->
                ErrorReply.of(401, AUTH, null, ErrorTexts.forbiddenField(field.field()));
            case CallRefusal.FilterDenied denied ->
                finalReply(ErrorReply.of(403, "plugin_denied", null, ErrorTexts.filterDenied(denied)));
            case CallRefusal.FilterFailed failed ->
                retryLater(ErrorReply.of(503, "plugin_failed", null, ErrorTexts.filterFailed(failed)), SOON);
            case CallRefusal.InWords(CallRefusal meant, String words) ->
                of(meant, route).withMessage(words);
            case CallRefusal.Unavailable unavailable -> unavailable(unavailable);
        };
    }

    /** The reply to a request that is refused while it is read, or by whom it is handed to. */
    public ErrorReply of(CallRefused refused, String route) {
        return of(refused.refusal(), route);
    }

    /** The reply while the gateway stops. */
    public ErrorReply stopping() {
        return unavailable(new CallRefusal.Unavailable("it is shutting down", SOON));
    }

    /** The reply while a store cannot be asked. */
    public ErrorReply storeAway() {
        return unavailable(new CallRefusal.Unavailable("a store is away", SOON));
    }

    private static ErrorReply unavailable(CallRefusal.Unavailable unavailable) {
        return retryLater(
                ErrorReply.of(503, "service_unavailable", null, ErrorTexts.unavailable(unavailable.what())),
                unavailable.retryAfter());
    }

    private ErrorReply upstream(UpstreamFailure failure, @Nullable Deployment deployment, @Nullable String group) {
        String message = ErrorTexts.upstream(failure, deployment, group);
        boolean limited = failure.kind() == ErrorClass.RATE_LIMIT;
        boolean callersFault = switch (failure.kind()) {
            case BAD_REQUEST, CONTEXT_WINDOW_EXCEEDED, CONTENT_POLICY_VIOLATION -> true;
            case AUTHENTICATION, PERMISSION_DENIED, NOT_FOUND, TIMEOUT, CONFLICT, RATE_LIMIT, REFUSED -> false;
            case INTERNAL_SERVER, BAD_GATEWAY, SERVICE_UNAVAILABLE, CONNECTION, OTHER -> false;
        };
        ErrorReply reply = ErrorReply.of(
                        FailureNames.status(failure),
                        limited ? "throttling_error" : callersFault ? failure.type() : null,
                        callersFault ? failure.param() : null,
                        message)
                .withUpstreamCode(failure.code(), upstreamCodes);
        if (failure.retryAfter().isPresent()) {
            reply = retryLater(reply, failure.retryAfter().get());
        }
        Duration bound = failure.timeout();
        return bound != null && failure.kind() == ErrorClass.TIMEOUT
                ? reply.with("x-litellm-timeout", ErrorTexts.seconds(bound))
                : reply;
    }

    private static ErrorReply noneAvailable(CallRefusal.NoneAvailable none) {
        // nobody is expected back in LiteLLM's form of a region that has no deployment
        return retryIfItPasses(
                ErrorReply.of(
                        TOO_MANY,
                        none.allCooling() ? "all_deployments_in_cooldown" : null,
                        null,
                        ErrorTexts.noneAvailable(none)),
                none.retryAfter());
    }

    private ErrorReply callerRateLimited(CallRefusal.CallerRateLimited limited) {
        if (limited.retryAfter().isZero()) {
            return finalReply(ErrorReply.of(TOO_MANY, null, null, ErrorTexts.callerNeverLetThrough(limited)))
                    .with("rate_limit_type", limited.kind().label());
        }
        long resetAt = time.now().plus(limited.retryAfter()).getEpochSecond();
        ErrorReply reply = ErrorReply.of(TOO_MANY, null, null, ErrorTexts.callerRateLimited(limited, resetAt));
        return retryLater(reply, limited.retryAfter())
                .with("rate_limit_type", limited.kind().label())
                .with("reset_at", Long.toString(resetAt));
    }

    private static ErrorReply notAuthenticated(CallRefusal.NotAuthenticated refusal) {
        String message = ErrorTexts.notAuthenticated(refusal);
        return switch (refusal.reason()) {
            case UNKNOWN -> ErrorReply.of(401, "token_not_found_in_db", "key", message);
            case EXPIRED -> ErrorReply.of(401, "expired_key", refusal.detail(), message);
            case TOO_MANY_FAILURES -> retryLater(ErrorReply.of(TOO_MANY, AUTH, null, message), Duration.ofSeconds(60));
            case MISSING,
                    MALFORMED,
                    NOT_A_KEY,
                    KEY_BLOCKED,
                    TEAM_BLOCKED,
                    CUSTOMER_BLOCKED,
                    CUSTOMER_REQUIRED,
                    SEVERAL -> ErrorReply.of(401, AUTH, null, message);
        };
    }

    /** Clients shall not try again: nothing will be different. */
    private static ErrorReply finalReply(ErrorReply reply) {
        return reply.with("x-should-retry", "false");
    }

    /** @param pause zero when it does not */
    private static ErrorReply retryIfItPasses(ErrorReply reply, Duration pause) {
        return pause.isZero() ? finalReply(reply) : retryLater(reply, pause);
    }

    private static ErrorReply retryLater(ErrorReply reply, Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return reply.with("retry-after", Long.toString(seconds));
    }
}
