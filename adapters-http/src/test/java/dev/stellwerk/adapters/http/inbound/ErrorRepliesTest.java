package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.ModelDenied;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated.Reason;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.routing.session.FallbackReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of errors: status, type, param and the words that clients search for. */
class ErrorRepliesTest {
    private final ErrorReplies replies = new ErrorReplies(Wire.DEFAULTS, TestServer.TIME);

    private ErrorReply reply(Failure failure) {
        return replies.of(failure, Answers.DEPLOYMENT, "/chat/completions");
    }

    private void assertReply(Failure failure, int status, String type, String param, String... words) {
        ErrorReply reply = reply(failure);
        assertThat(reply.status()).as(reply.message()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo(type == null ? byStatus(status) : type);
        assertThat(reply.param()).isEqualTo(param);
        for (String word : words) {
            assertThat(reply.message()).contains(word);
        }
    }

    /** What an error is called that has no name of its own: OpenAI's schema demands one. */
    private static String byStatus(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            case 500, 502, 503 -> "internal_server_error";
            default -> "invalid_request_error";
        };
    }

    private static NotAuthenticated not(Reason reason) {
        return new NotAuthenticated(reason, "the-detail");
    }

    @Test
    void credentials() {
        assertReply(not(Reason.MISSING), 401, "auth_error", null, "No api key passed in");
        assertReply(not(Reason.MALFORMED), 401, "auth_error", null, "Malformed API Key");
        assertReply(not(Reason.NOT_A_KEY), 401, "auth_error", null, "expected to start with 'sk-'");
        assertReply(not(Reason.UNKNOWN), 401, "token_not_found_in_db", "key", "Invalid proxy server token passed");
        assertReply(not(Reason.EXPIRED), 401, "expired_key", "the-detail", "Expired Key");
        assertReply(not(Reason.KEY_BLOCKED), 401, "auth_error", null, "Key is blocked");
        assertReply(not(Reason.TEAM_BLOCKED), 401, "auth_error", null, "is blocked", "the-detail");
        assertReply(not(Reason.CUSTOMER_BLOCKED), 401, "auth_error", null, "is blocked");
        assertReply(not(Reason.CUSTOMER_REQUIRED), 401, "auth_error", null, "'user' param not passed in");
        assertReply(not(Reason.SEVERAL), 401, "auth_error", null);
        assertReply(not(Reason.TOO_MANY_FAILURES), 429, "auth_error", null);
        assertThat(reply(not(Reason.TOO_MANY_FAILURES)).headers()).containsKey("retry-after");
    }

    @Test
    void access() {
        assertReply(
                new ModelDenied(ModelDenied.Scope.KEY, "gpt", List.of("a", "b")),
                401,
                "key_model_access_denied",
                "model",
                "not allowed to access model",
                "['a', 'b']");
        assertReply(
                new ModelDenied(ModelDenied.Scope.TEAM, "gpt", List.of()), 401, "team_model_access_denied", "model");
        assertReply(
                new CallRefusal.RouteDenied("/team/new", true),
                401,
                "auth_error",
                null,
                "Only proxy admin can be used",
                "/team/new",
                "internal_user");
        assertReply(
                new CallRefusal.RouteDenied("/x", false), 401, "auth_error", null, "not allowed to call this route");
        assertReply(
                new CallRefusal.ForbiddenField("api_base"),
                401,
                "auth_error",
                null,
                "api_base is not allowed in request body");
    }

    @Test
    void names_and_constraints() {
        assertReply(
                new CallRefusal.UnknownModel("X"),
                400,
                null,
                null,
                "/chat/completions: Invalid model name passed in model=X. Call `/v1/models`");
        assertReply(
                new CallRefusal.NoDeployments("X"), 400, null, null, "There are no healthy deployments for this model");
        assertReply(
                new CallRefusal.TagsDenied("chat", List.of("paid", "it's")),
                401,
                null,
                null,
                "Not allowed to access model due to tags configuration. Passed model=chat and tags=['paid', 'it\\'s']");
        var region = new CallRefusal.RegionUnavailable("chat", List.of(Set.of(new Region("eu"))));
        assertReply(region, 403, "region_not_available", null, "chat", "eu");
        assertThat(reply(region).headers()).containsEntry("x-should-retry", "false");
        assertReply(
                new CallRefusal.ContextWindowExceeded(
                        "chat", List.of(new CallRefusal.ContextWindowExceeded.TooSmall("m", 10, 20))),
                400,
                null,
                null,
                "ContextWindowExceededError",
                "Model=m, Max Input Tokens=10, Got=20");
        assertReply(
                new CallRefusal.UnsupportedParameter("chat", "tools"),
                400,
                null,
                "tools",
                "UnsupportedParamsError",
                "tools");
    }

    @Test
    void nobody_available_says_when_to_come_back() {
        var none = new CallRefusal.NoneAvailable(
                "chat", Duration.ofMillis(4_200), List.of(new DeploymentId("a"), new DeploymentId("b")), false, false);
        assertReply(
                none,
                429,
                null,
                null,
                "No deployments available for selected model, Try again in 5 seconds. Passed model=chat.",
                "pre-call-checks=False, cooldown_list=['a', 'b']");
        assertThat(reply(none).headers()).containsEntry("retry-after", "5");
        ErrorReply forGood = reply(new CallRefusal.NoneAvailable("chat", Duration.ZERO, List.of(), false, false));
        assertThat(forGood.headers()).containsEntry("x-should-retry", "false").doesNotContainKey("retry-after");
    }

    @Test
    void a_group_that_cools_down_as_a_whole_is_told_so_and_the_flag_as_it_is_set() {
        var none = new CallRefusal.NoneAvailable(
                "chat", Duration.ofSeconds(5), List.of(new DeploymentId("a")), true, true);

        assertReply(
                none,
                429,
                "all_deployments_in_cooldown",
                null,
                "No deployments available for selected model, Try again in 5 seconds."
                        + " All deployments for selected model are in cooldown. Passed model=chat."
                        + " pre-call-checks=True, cooldown_list=['a']");
    }

    @Test
    void what_never_passes_is_not_to_be_tried_again() {
        for (CallRefusal never : List.of(
                new CallRefusal.CallerRateLimited(LimitScope.KEY, "sk-...0000", LimitKind.REQUESTS, 0, Duration.ZERO),
                new CallRefusal.ModelRateLimited("chat", LimitKind.TOKENS, 0, 0, Duration.ZERO),
                new CallRefusal.BudgetSpent(LimitScope.KEY, null, "0", "0", Duration.ZERO))) {
            assertThat(reply(never).headers())
                    .containsEntry("x-should-retry", "false")
                    .doesNotContainKey("retry-after");
            assertThat(reply(never).message()).doesNotContain("resets at");
        }
    }

    @Test
    void limits_and_budgets() {
        var limited = new CallRefusal.CallerRateLimited(
                LimitScope.KEY, "sk-...0000", LimitKind.REQUESTS, 2, Duration.ofSeconds(7));
        assertReply(
                limited,
                429,
                null,
                null,
                "Rate limit exceeded for api_key: sk-...0000. Limit type: requests.",
                "limit: 2");
        assertThat(reply(limited).headers())
                .containsEntry("retry-after", "7")
                .containsEntry("rate_limit_type", "requests")
                .containsKey("reset_at");
        assertReply(
                new CallRefusal.BudgetSpent(LimitScope.KEY, null, "1.5", "1", Duration.ZERO),
                429,
                "budget_exceeded",
                null,
                "Budget has been exceeded! Current cost: 1.5, Max budget: 1");
        assertReply(
                new CallRefusal.BudgetSpent(LimitScope.TEAM, "t1", "1.5", "1", Duration.ZERO),
                429,
                "budget_exceeded",
                null,
                "Budget has been exceeded! Team=t1");
        assertReply(
                new CallRefusal.BudgetSpent(LimitScope.CUSTOMER, "u1", "1.5", "1", Duration.ZERO),
                429,
                "budget_exceeded",
                null,
                "ExceededBudget: End User=u1");
        var model = new CallRefusal.ModelRateLimited("chat", LimitKind.REQUESTS, 6, 6, Duration.ofSeconds(60));
        assertReply(model, 429, "throttling_error", null, "RPM limit=6, current usage=6");
        assertThat(reply(model).headers()).containsEntry("retry-after", "60");
        assertReply(
                new CallRefusal.RoutingBudgetSpent(
                        "chat", "Exceeded budget for provider openai: 2 >= 1", Duration.ofSeconds(90)),
                429,
                null,
                null,
                "No deployments available - crossed budget: Exceeded budget for provider openai");
    }

    @Test
    void a_budget_that_begins_anew_says_when_and_one_that_does_not_says_so() {
        assertThat(reply(new CallRefusal.BudgetSpent(LimitScope.KEY, null, "2", "1", Duration.ofMillis(1_001)))
                        .headers())
                .containsEntry("retry-after", "2");
        assertThat(reply(new CallRefusal.RoutingBudgetSpent("chat", "", Duration.ofSeconds(90)))
                        .headers())
                .containsEntry("retry-after", "90");
        assertThat(reply(new CallRefusal.BudgetSpent(LimitScope.KEY, null, "2", "1", Duration.ZERO))
                        .headers())
                .containsEntry("x-should-retry", "false")
                .doesNotContainKey("retry-after");
    }

    @Test
    void what_only_admins_may_ask_for_is_forbidden_to_others() {
        assertReply(new CallRefusal.SpeakingForOthersRefused(), 403, "auth_error", null, "Only proxy admin", "as_key");
        assertReply(new CallRefusal.NobodyToSpeakFor(true), 400, null, "as_team", "names nobody");
        assertReply(new CallRefusal.NobodyToSpeakFor(false), 400, null, "as_key", "names nobody");
        assertReply(new CallRefusal.ModelMissing(), 400, null, "model", "'model' is missing");
        assertReply(new CallRefusal.TagsUnfit(true), 400, null, "metadata.tags", "at most 64", "128 characters");
        assertReply(new CallRefusal.TagsUnfit(false), 400, null, "tags", "half surrogates");
        assertReply(new CallRefusal.RegionsUnfit(), 400, null, "allowed_model_region", "64 letters");
        assertReply(new CallRefusal.CustomerUnfit(), 400, null, "user", "256 bytes");
        assertReply(new CallRefusal.FilterFoundInvalid("x.y", "p"), 400, null, "p", "does not pass x.y");
    }

    @Test
    void a_continuation_that_may_not_go_where_it_must_is_final() {
        var denied = new CallRefusal.ContinuationDenied("chat", "must lie in [eu] (key)");
        assertReply(
                denied,
                403,
                "previous_response_not_available",
                "previous_response_id",
                "'chat'",
                "must lie in [eu] (key)");
        assertThat(reply(denied).headers()).containsEntry("x-should-retry", "false");
    }

    @Test
    void what_the_configuration_lacks_is_final_and_names_variables_only_where_they_are_given() {
        var lacking = new CallRefusal.NoneUsable("chat", List.of("credential_missing", "paused"), List.of("SOME_KEY"));
        assertReply(lacking, 503, "no_deployment_usable", null, "'chat'", "credential_missing, paused", "SOME_KEY");
        assertThat(reply(lacking).headers())
                .containsEntry("x-should-retry", "false")
                .doesNotContainKey("retry-after");

        CallRefusal.NoneUsable told = lacking.withoutVariables();
        assertReply(told, 503, "no_deployment_usable", null, "'chat'", "credential_missing, paused");
        assertThat(reply(told).message()).doesNotContain("SOME_KEY").doesNotContain("Variables");
        assertThat(reply(told).headers())
                .containsEntry("x-should-retry", "false")
                .doesNotContainKey("retry-after");
    }

    @Test
    void what_a_plugins_filter_denies_is_final_and_in_its_words_where_it_has_some() {
        var denied = new CallRefusal.FilterDenied("chat", "acme:office-hours", "closed");
        assertReply(denied, 403, "plugin_denied", null, "No deployment of chat passes acme:office-hours: closed");
        assertThat(reply(denied).headers())
                .containsEntry("x-should-retry", "false")
                .doesNotContainKey("retry-after");

        CallRefusal inWords = denied.saying("The office is closed");
        assertReply(inWords, 403, "plugin_denied", null);
        assertThat(reply(inWords).message()).isEqualTo("The office is closed");
        assertThat(reply(inWords).headers()).containsEntry("x-should-retry", "false");
    }

    @Test
    void a_filter_that_failed_is_named_and_may_be_tried_again() {
        var failed = new CallRefusal.FilterFailed("acme:office-hours");
        assertReply(failed, 503, "plugin_failed", null, "acme:office-hours");
        assertThat(reply(failed).headers()).containsEntry("retry-after", "1").doesNotContainKey("x-should-retry");
    }

    @Test
    void faults_of_the_request_and_of_the_house() {
        assertReply(
                new CallRefusal.ClientTagsRefused(),
                400,
                "bad_request_error",
                "metadata.tags",
                "Client-side 'metadata.tags' not allowed in request.");
        assertReply(new CallRefusal.Invalid("no", "n"), 400, null, "n", "no");
        assertReply(
                new CallRefusal.ActingOutRefused(ErrorClass.RATE_LIMIT),
                400,
                null,
                "mock_testing_rate_limit_error",
                "Mock testing request params are disabled on this proxy: mock_testing_rate_limit_error.");
        var away = new CallRefusal.Unavailable("the key store is away", Duration.ofMillis(10));
        assertReply(away, 503, "service_unavailable", null);
        var unasked = new CallRefusal.Unavailable("keys", Duration.ofSeconds(2));
        assertReply(unasked, 503, "service_unavailable", null, "cannot reach its database", "keys");
        assertThat(reply(away).headers()).containsEntry("retry-after", "1");
        assertReply(new CallRefusal.Paused("m"), 403, null, null, "m");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400,400,BadRequestError",
        "BAD_REQUEST,422,422,BadRequestError",
        "CONTEXT_WINDOW_EXCEEDED,400,400,ContextWindowExceededError",
        "CONTENT_POLICY_VIOLATION,0,400,ContentPolicyViolationError",
        "AUTHENTICATION,401,401,AuthenticationError",
        "AUTHENTICATION,0,401,AuthenticationError",
        "AUTHENTICATION,400,400,BadRequestError",
        "AUTHENTICATION,402,402,APIError",
        "PERMISSION_DENIED,403,403,PermissionDeniedError",
        "NOT_FOUND,400,404,NotFoundError",
        "TIMEOUT,0,408,Timeout",
        "TIMEOUT,504,504,Timeout",
        "CONFLICT,409,409,APIError",
        "RATE_LIMIT,200,429,RateLimitError",
        "INTERNAL_SERVER,302,500,InternalServerError",
        "INTERNAL_SERVER,999,500,InternalServerError",
        "BAD_GATEWAY,502,502,BadGatewayError",
        "SERVICE_UNAVAILABLE,503,503,ServiceUnavailableError",
        "CONNECTION,0,500,InternalServerError",
        "REFUSED,418,418,APIError",
        "REFUSED,0,400,APIError",
        "OTHER,529,529,APIError",
        "OTHER,0,500,APIError"
    })
    void a_kind_of_failure_has_its_status_and_its_name(ErrorClass kind, int told, int seen, String name) {
        ErrorReply reply = reply(UpstreamFailure.of(kind, told, "words"));

        assertThat(reply.status()).isEqualTo(seen);
        assertThat(reply.message()).startsWith("litellm." + name + ": " + name + ": ");
        assertThat(reply.type()).isNotNull();
    }

    @Test
    void an_acted_out_failure_speaks_of_the_group() {
        AnswerHead head = AnswerHead.bare("id", 0);
        var failed = new Answer.Failed(
                head, UpstreamFailure.actedOut(ErrorClass.RATE_LIMIT, null), FallbackReport.none("chat"));

        assertThat(replies.of(failed, "/x").message())
                .contains("This is a mock exception for model=chat, to trigger a rate limit error.");
    }

    @Test
    void upstream_failures_keep_their_words_under_the_class_name() {
        assertReply(
                UpstreamFailure.of(ErrorClass.SERVICE_UNAVAILABLE, 503, "busy"),
                503,
                null,
                null,
                "litellm.ServiceUnavailableError: ServiceUnavailableError: OpenAIException - busy");
        var bad = new UpstreamFailure(
                ErrorClass.BAD_REQUEST,
                400,
                "no",
                Optional.empty(),
                "invalid_request_error",
                "n",
                "too_many",
                null,
                false);
        assertReply(bad, 400, "invalid_request_error", "n", "BadRequestError");
        assertThat(new String(reply(bad).json(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"code\":\"400\"")
                .contains("\"provider_specific_fields\":{\"code\":\"too_many\"}");
        var late = new UpstreamFailure(
                ErrorClass.TIMEOUT, 408, "late", Optional.empty(), null, null, null, Duration.ofSeconds(1), false);
        assertThat(reply(late).headers()).containsEntry("x-litellm-timeout", "1.0");
        var limited = UpstreamFailure.of(ErrorClass.RATE_LIMIT, 429, "slow").withRetryAfter(Duration.ofSeconds(30));
        assertThat(reply(limited).type()).isEqualTo("throttling_error");
        assertThat(reply(limited).headers()).containsEntry("retry-after", "30");
    }

    @Test
    void router_details_can_be_switched_off() {
        AnswerHead head = new AnswerHead(
                "id", Answers.DEPLOYMENT, "chat", 0, null, 0, null, null, 0, 0, List.of(), null, List.of());
        var failed = new Answer.Failed(
                head,
                UpstreamFailure.of(ErrorClass.BAD_GATEWAY, 502, "first"),
                new FallbackReport(
                        "chat",
                        List.of(),
                        List.of("spare"),
                        UpstreamFailure.of(ErrorClass.BAD_GATEWAY, 502, "second")));
        assertThat(replies.of(failed, "/x").message())
                .endsWith("OpenAIException - first. Received Model Group=chat\nAvailable Model Group Fallbacks=None"
                        + "\nSkipped Model Group Fallbacks=['spare'] (not allowed for this key)"
                        + "\nError doing the fallback: litellm.BadGatewayError: BadGatewayError: second");
        assertThat(new ErrorReplies(wire(false, false), TestServer.TIME)
                        .of(failed, "/x")
                        .message())
                .endsWith("OpenAIException - first");
    }

    private static Wire wire(boolean routerDetails, boolean upstreamCodes) {
        return new Wire(
                1,
                false,
                false,
                false,
                routerDetails,
                Set.of(),
                "",
                Duration.ZERO,
                upstreamCodes,
                List.of(),
                Outgoing.DEFAULTS);
    }

    @Test
    void the_code_is_the_status_or_by_choice_the_upstreams_own_word() {
        var worded = new UpstreamFailure(
                ErrorClass.RATE_LIMIT, 429, "slow", Optional.empty(), null, null, "rate_limit_exceeded", null, false);
        UpstreamFailure wordless = UpstreamFailure.of(ErrorClass.RATE_LIMIT, 429, "slow");
        var openai = new ErrorReplies(wire(true, true), TestServer.TIME);
        assertThat(openai.of(worded, null, "/x").json()).asString().contains("\"code\":\"rate_limit_exceeded\"");
        assertThat(openai.of(worded, null, "/x").event(ClientApi.OPENAI, "c"))
                .asString()
                .contains("\"code\":\"rate_limit_exceeded\"");
        assertThat(openai.of(wordless, null, "/x").json()).asString().contains("\"code\":\"429\"");
        assertThat(replies.of(worded, null, "/x").json())
                .asString()
                .contains("\"code\":\"429\"", "\"provider_specific_fields\":{\"code\":\"rate_limit_exceeded\"}");
    }
}
