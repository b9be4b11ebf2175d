package dev.stellwerk.domain.error;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.region.Region;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A "no" of the gateway itself. Carries data; the words and the status are made at the edge, in one place. */
public sealed interface CallRefusal extends Failure {

    /** The name leads nowhere. */
    record UnknownModel(String model) implements CallRefusal {}

    /** Names were fine, but nothing stands behind them any more. */
    record NoDeployments(String model) implements CallRefusal {}

    /** Tags leave no deployment of the group. */
    record TagsDenied(String group, List<String> tags) implements CallRefusal {}

    /** No configured deployment of the group lies in the allowed region. */
    record RegionUnavailable(String group, List<Set<Region>> allowed) implements CallRefusal {}

    /**
     * Deployments exist, but none may serve now.
     *
     * @param retryAfter when the first of them is expected back
     * @param cooling those of the group that are cooling down
     * @param allCooling whether the whole group is
     * @param preCallChecks whether context window, limits and parameters are checked before a call
     */
    record NoneAvailable(
            String group, Duration retryAfter, List<DeploymentId> cooling, boolean allCooling, boolean preCallChecks)
            implements CallRefusal {}

    /** The prompt is longer than any deployment's context window. */
    record ContextWindowExceeded(String group, List<TooSmall> deployments) implements CallRefusal {
        /** One deployment and its limit. */
        public record TooSmall(String model, long maxInputTokens, long promptTokens) {}
    }

    /** The deployment that holds what the call continues may not serve it, and nobody else can continue it. */
    record ContinuationDenied(String group, String detail) implements CallRefusal {}

    /** No response of this name was made for the caller, as far as is remembered. */
    record UnknownResponse(String id) implements CallRefusal {}

    /** A parameter that no deployment of the group supports. */
    record UnsupportedParameter(String group, String parameter) implements CallRefusal {}

    /**
     * Every deployment is at a hard limit of its own.
     *
     * @param retryAfter until it has room again; zero when it never will for such a call
     */
    record ModelRateLimited(String group, LimitKind kind, long limit, long usage, Duration retryAfter)
            implements CallRefusal {}

    /**
     * Every deployment, or its provider, has spent its budget.
     *
     * @param retryAfter until the first of these budgets begins anew; zero when none does
     */
    record RoutingBudgetSpent(String group, String detail, Duration retryAfter) implements CallRefusal {}

    /** An admin has paused this deployment. */
    record Paused(String model) implements CallRefusal {}

    /**
     * A key, team, user or customer is over one of its own limits.
     *
     * @param retryAfter until it has room again; zero when it never will for such a call
     */
    record CallerRateLimited(LimitScope scope, String id, LimitKind kind, long limit, Duration retryAfter)
            implements CallRefusal {}

    /**
     * Nothing may be spent any more.
     *
     * @param retryAfter until the budget begins anew; zero when it never does
     */
    record BudgetSpent(LimitScope scope, @Nullable String id, String spent, String max, Duration retryAfter)
            implements CallRefusal {}

    /** The model is not on the list of the key, team or user. */
    record ModelDenied(Scope scope, String model, List<String> allowed) implements CallRefusal {
        /** Whose list it is. */
        public enum Scope {
            KEY,
            TEAM,
            USER
        }
    }

    /** The credential is missing, malformed, unknown, expired or blocked. */
    record NotAuthenticated(Reason reason, @Nullable String detail) implements CallRefusal {
        /** What is wrong with the credential. */
        public enum Reason {
            MISSING,
            MALFORMED,
            NOT_A_KEY,
            UNKNOWN,
            EXPIRED,
            KEY_BLOCKED,
            TEAM_BLOCKED,
            CUSTOMER_BLOCKED,
            CUSTOMER_REQUIRED,
            SEVERAL,
            TOO_MANY_FAILURES
        }
    }

    /** A known caller that may not use this route. */
    record RouteDenied(String route, boolean adminOnly) implements CallRefusal {}

    /** Only admins may ask what would become of somebody else's call. */
    record SpeakingForOthersRefused() implements CallRefusal {}

    /** The key, or the team, for which an explanation is asked does not exist. */
    record NobodyToSpeakFor(boolean team) implements CallRefusal {}

    /** The call names no model, and none is meant without a name. */
    record ModelMissing() implements CallRefusal {}

    /** Tags of the call are too many, too long or no plain text. */
    record TagsUnfit(boolean inMetadata) implements CallRefusal {}

    /** What the call says about regions cannot be regions. */
    record RegionsUnfit() implements CallRefusal {}

    /** No customer can have the id that the call names. */
    record CustomerUnfit() implements CallRefusal {}

    /** The request itself is at fault, in a way that whoever read it tells. */
    record Invalid(String message, @Nullable String param) implements CallRefusal {}

    /** The caller may not tag its requests. */
    record ClientTagsRefused() implements CallRefusal {}

    /** The caller may not have failures acted out. */
    record ActingOutRefused(ErrorClass asked) implements CallRefusal {}

    /** A field that would change target, credentials or limits. */
    record ForbiddenField(String field) implements CallRefusal {}

    /** A filter that a plugin brought lets nobody pass, for a reason that does not pass with time. */
    record FilterDenied(String group, String filter, String code) implements CallRefusal {}

    /** A filter that a plugin brought finds the request itself at fault. */
    record FilterFoundInvalid(String filter, @Nullable String parameter) implements CallRefusal {}

    /** A filter without which nobody may pass has failed. */
    record FilterFailed(String filter) implements CallRefusal {}

    /** Another refusal in the words of the filter that led to it. */
    record InWords(CallRefusal refusal, String words) implements CallRefusal {
        @Override
        public CallRefusal meant() {
            return refusal;
        }
    }

    @Override
    default CallRefusal meant() {
        return this;
    }

    /** The same in other words than the gateway's. */
    default CallRefusal saying(String words) {
        return new InWords(this, words);
    }

    /**
     * No deployment of the group can ever serve the request as it is configured.
     *
     * @param reasons classes of reasons, such as {@code credential_missing}
     * @param variables the environment variables that are not set; for admins only
     */
    record NoneUsable(String group, List<String> reasons, List<String> variables) implements CallRefusal {
        public NoneUsable {
            reasons = List.copyOf(reasons);
            variables = List.copyOf(variables);
        }

        /** The same for callers whom the names of variables do not concern. */
        public NoneUsable withoutVariables() {
            return new NoneUsable(group, reasons, List.of());
        }
    }

    /** Facts needed for a decision cannot be had now; nothing is decided on a guess. */
    record Unavailable(String what, Duration retryAfter) implements CallRefusal {}
}
