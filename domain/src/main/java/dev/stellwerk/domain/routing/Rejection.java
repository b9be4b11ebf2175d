package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.region.RegionRestriction;
import java.time.Duration;
import java.util.List;

/**
 * Why a deployment may not serve a request. Carries data; {@link #detail} puts it into words for operators, and is
 * called only when somebody asks.
 */
public sealed interface Rejection {
    /** The stage of the pipeline that removed it, as {@code explain} shows it. */
    String stage();

    /** A word for programs. */
    String reason();

    /** A sentence for people. */
    String detail();

    /** Whether it is down or full for now, which says nothing about whether it fits the request. */
    default boolean down() {
        return false;
    }

    record NotGranted() implements Rejection {
        @Override
        public String stage() {
            return "access";
        }

        @Override
        public String reason() {
            return "access_group";
        }

        @Override
        public String detail() {
            return "belongs to access groups that the caller was not granted";
        }
    }

    record OtherTeam() implements Rejection {
        @Override
        public String stage() {
            return "team";
        }

        @Override
        public String reason() {
            return "other_team";
        }

        @Override
        public String detail() {
            return "belongs to another team";
        }
    }

    /** Cannot be called as configured, for a reason such as {@code credential_missing}. */
    record OutOfService(String reason) implements Rejection {
        @Override
        public String stage() {
            return "health";
        }

        @Override
        public String detail() {
            return "cannot be called as configured: " + reason;
        }

        @Override
        public boolean down() {
            return true;
        }
    }

    record Paused() implements Rejection {
        @Override
        public String stage() {
            return "blocked";
        }

        @Override
        public String reason() {
            return "paused";
        }

        @Override
        public String detail() {
            return "paused by an admin";
        }

        @Override
        public boolean down() {
            return true;
        }
    }

    record CoolingDown(Duration remaining, int status) implements Rejection {
        @Override
        public String stage() {
            return "cooldown";
        }

        @Override
        public String reason() {
            return "cooling_down";
        }

        @Override
        public String detail() {
            return "sits out for another " + remaining.toMillis() + " ms after status " + status;
        }

        @Override
        public boolean down() {
            return true;
        }
    }

    record OutsideRegion(List<RegionRestriction> rules) implements Rejection {
        @Override
        public String stage() {
            return "region";
        }

        @Override
        public String reason() {
            return "region_mismatch";
        }

        @Override
        public String detail() {
            return "must lie in "
                    + String.join(
                            " and in ",
                            rules.stream()
                                    .map(rule ->
                                            rule.allowed().stream().sorted().toList() + " ("
                                                    + rule.source().label() + ")")
                                    .toList());
        }
    }

    record TagMismatch(List<String> needed, boolean all) implements Rejection {
        @Override
        public String stage() {
            return "tags";
        }

        @Override
        public String reason() {
            return "tag_mismatch";
        }

        @Override
        public String detail() {
            return (all ? "needs all of " : "needs one of ") + needed;
        }
    }

    record TagRequired(List<String> required) implements Rejection {
        @Override
        public String stage() {
            return "tags";
        }

        @Override
        public String reason() {
            return "tag_required";
        }

        @Override
        public String detail() {
            return "must carry " + required;
        }
    }

    record TagExcluded(List<String> excluded) implements Rejection {
        @Override
        public String stage() {
            return "tags";
        }

        @Override
        public String reason() {
            return "tag_excluded";
        }

        @Override
        public String detail() {
            return "must not carry any of " + excluded;
        }
    }

    record PromptTooLong(long promptTokens, long maxInputTokens) implements Rejection {
        @Override
        public String stage() {
            return "context";
        }

        @Override
        public String reason() {
            return "prompt_too_long";
        }

        @Override
        public String detail() {
            return promptTokens + " prompt tokens, at most " + maxInputTokens;
        }
    }

    record ParameterUnsupported(String parameter) implements Rejection {
        @Override
        public String stage() {
            return "context";
        }

        @Override
        public String reason() {
            return "unsupported_parameter";
        }

        @Override
        public String detail() {
            return "does not take " + parameter;
        }
    }

    record OverLimit(LimitKind kind, long limit, long usage) implements Rejection {
        @Override
        public String stage() {
            return "limits";
        }

        @Override
        public String reason() {
            return "over_" + kind.label();
        }

        @Override
        public String detail() {
            return usage + " of " + limit + " " + kind.label() + " this minute";
        }

        @Override
        public boolean down() {
            return true;
        }
    }

    /**
     * A budget of the deployment, its provider or a tag is spent.
     *
     * @param left until it begins anew; zero when nobody knows
     */
    record BudgetSpent(String detail, Duration left) implements Rejection {
        @Override
        public String stage() {
            return "budget";
        }

        @Override
        public String reason() {
            return "budget_spent";
        }

        @Override
        public boolean down() {
            return true;
        }
    }

    record LaterTier(int order) implements Rejection {
        @Override
        public String stage() {
            return "order";
        }

        @Override
        public String reason() {
            return "later_tier";
        }

        @Override
        public String detail() {
            return "only tier " + order + " is in play";
        }
    }

    /** Removed by a filter that a plugin brought. */
    record ByPlugin(String plugin, String reason, String detail) implements Rejection {
        @Override
        public String stage() {
            return "plugin:" + plugin;
        }
    }
}
