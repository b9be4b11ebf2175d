package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call takes from the limits of its key, team and customer. */
public final class CallerLimits {
    private CallerLimits() {}

    /**
     * The charges of a call that one group is to answer, in the order in which a limit that does not hold is reported.
     *
     * @param requested the name that leads there: the client's, or a fallback's
     * @param group the group itself; limits of single models may name either
     * @param promptTokens estimated; corrected when the call is over
     */
    public static List<Charge> charges(Caller caller, String requested, String group, long promptTokens) {
        ApiKey key = caller.key().orElse(null);
        Team team = caller.team().orElse(null);
        Customer customer = caller.customer().orElse(null);
        boolean unlimited = (key == null || key.limits().equals(Limits.NONE))
                && (team == null || team.limits().equals(Limits.NONE))
                && (customer == null || customer.limits().equals(Limits.NONE));
        if (unlimited) {
            return List.of();
        }
        var charges = new ArrayList<Charge>();
        if (key != null) {
            addAll(charges, LimitScope.KEY, key.hash(), key.limits(), promptTokens);
            addOfModel(charges, LimitScope.MODEL_OF_KEY, key.hash(), key.limits(), requested, group, promptTokens);
        }
        if (team != null) {
            addAll(charges, LimitScope.TEAM, team.id(), team.limits(), promptTokens);
            addOfModel(charges, LimitScope.MODEL_OF_TEAM, team.id(), team.limits(), requested, group, promptTokens);
        }
        if (customer != null) {
            addAll(charges, LimitScope.CUSTOMER, customer.id(), customer.limits(), promptTokens);
        }
        return charges;
    }

    /** Whether it is taken from a limit for one model alone. */
    public static boolean isOfModel(Charge charge) {
        return charge.scope() == LimitScope.MODEL_OF_KEY || charge.scope() == LimitScope.MODEL_OF_TEAM;
    }

    /** The answer to a call for which a limit has no room. It shows no key's hash. */
    public static CallRefusal.CallerRateLimited refusal(LimitVerdict.Refused refused, Caller caller) {
        Charge charge = refused.charge();
        String shown = caller.key()
                .filter(_ -> charge.scope() == LimitScope.KEY || charge.scope() == LimitScope.MODEL_OF_KEY)
                .map(key -> key.display() + charge.id().substring(key.hash().length()))
                .orElse(charge.id());
        Duration retryAfter = refused.forGood() ? Duration.ZERO : refused.retryAfter();
        return new CallRefusal.CallerRateLimited(charge.scope(), shown, charge.kind(), charge.limit(), retryAfter);
    }

    private static void addAll(List<Charge> charges, LimitScope scope, String id, Limits limits, long tokens) {
        add(charges, scope, id, LimitKind.REQUESTS, limits.requestsPerMinute(), 1);
        add(charges, scope, id, LimitKind.TOKENS, limits.tokensPerMinute(), tokens);
        Integer parallel = limits.parallelRequestsMax();
        add(charges, scope, id, LimitKind.PARALLEL_REQUESTS, parallel == null ? null : parallel.longValue(), 1);
    }

    private static void addOfModel(
            List<Charge> charges,
            LimitScope scope,
            String id,
            Limits limits,
            String requested,
            String group,
            long tokens) {
        addNamed(charges, scope, id, LimitKind.REQUESTS, limits.requestsPerMinuteByModel(), requested, group, 1);
        addNamed(charges, scope, id, LimitKind.TOKENS, limits.tokensPerMinuteByModel(), requested, group, tokens);
    }

    private static void addNamed(
            List<Charge> charges,
            LimitScope scope,
            String id,
            LimitKind kind,
            Map<String, Long> limits,
            String requested,
            String group,
            long amount) {
        if (limits.isEmpty()) {
            return;
        }
        String model = limits.containsKey(group) ? group : requested;
        add(charges, scope, id + ":" + model, kind, limits.get(model), amount);
    }

    private static void add(
            List<Charge> charges, LimitScope scope, String id, LimitKind kind, @Nullable Long limit, long amount) {
        if (limit != null) {
            charges.add(new Charge(scope, id, kind, limit, amount));
        }
    }
}
