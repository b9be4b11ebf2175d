package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call has taken from limits. Each of the caller's own is charged once, in one step with those of the
 * deployment to be called; a further attempt charges its deployment's, and the caller's for its group if that is another
 * one. In the end tokens are corrected to what was used and places are given back.
 */
final class Reservations {
    private static final LimitVerdict.Granted NOTHING_TO_TAKE = new LimitVerdict.Granted(0);

    private final LimitStore store;
    private final List<Held> ofCaller = new ArrayList<>(0);
    private LimitVerdict.@Nullable Granted deploymentGranted;
    private List<Charge> ofDeployment = List.of();
    private boolean ended;

    /** One charge of the caller's, and what was used of it by the attempts that it concerns. */
    private static final class Held {
        private final Charge charge;
        private final LimitVerdict.Granted granted;
        private boolean concerned;
        private TokenUsage used = TokenUsage.NONE;

        private Held(Charge charge, LimitVerdict.Granted granted) {
            this.charge = charge;
            this.granted = granted;
        }
    }

    Reservations(LimitStore store) {
        this.store = store;
    }

    /**
     * Takes what an attempt needs, all or nothing.
     *
     * @param caller what the caller's limits are charged for this group; what was taken before is not taken again
     * @param hard whether the deployment's limits per minute are held
     * @param claims what has to be held of budgets in the same step
     */
    LimitVerdict take(
            List<Charge> caller,
            Deployment deployment,
            boolean hard,
            long promptTokens,
            long outputTokens,
            List<Claim> claims) {
        List<Charge> own = hard ? charges(deployment, promptTokens, outputTokens) : List.of();
        List<Charge> fresh = concerning(caller);
        List<Charge> all = own;
        if (!fresh.isEmpty()) {
            all = new ArrayList<>(fresh);
            all.addAll(own);
        }
        if (all.isEmpty() && claims.isEmpty()) {
            return NOTHING_TO_TAKE;
        }
        LimitVerdict verdict = store.reserve(all, claims);
        if (verdict instanceof LimitVerdict.Granted granted) {
            for (Charge charge : fresh) {
                var held = new Held(charge, granted);
                held.concerned = true;
                ofCaller.add(held);
            }
            deploymentGranted = granted;
            ofDeployment = own;
        }
        return verdict;
    }

    /** Marks those that the next attempt concerns, and tells what is still to be taken. */
    private List<Charge> concerning(List<Charge> caller) {
        if (ofCaller.isEmpty()) {
            return caller;
        }
        ofCaller.forEach(held -> held.concerned = false);
        var fresh = new ArrayList<Charge>(0);
        for (Charge charge : caller) {
            Held known = known(charge);
            if (known == null) {
                fresh.add(charge);
            } else {
                known.concerned = true;
            }
        }
        return fresh;
    }

    private @Nullable Held known(Charge charge) {
        for (Held held : ofCaller) {
            if (held.charge.equals(charge)) {
                return held;
            }
        }
        return null;
    }

    private static List<Charge> charges(Deployment deployment, long promptTokens, long outputTokens) {
        Capacity capacity = deployment.capacity();
        var charges = new ArrayList<Charge>(2);
        add(charges, deployment, LimitKind.REQUESTS, capacity.requestsPerMinute(), 1);
        add(charges, deployment, LimitKind.TOKENS, capacity.tokensPerMinute(), promptTokens);
        add(charges, deployment, LimitKind.INPUT_TOKENS, capacity.inputTokensPerMinute(), promptTokens);
        add(charges, deployment, LimitKind.OUTPUT_TOKENS, capacity.outputTokensPerMinute(), outputTokens);
        return charges;
    }

    private static void add(
            List<Charge> charges, Deployment deployment, LimitKind kind, @Nullable Long limit, long amount) {
        if (limit != null) {
            charges.add(new Charge(LimitScope.DEPLOYMENT, deployment.id().value(), kind, limit, amount));
        }
    }

    /** The attempt is over. Its request was made; of its tokens only those used stay taken. */
    void attemptEnded(TokenUsage usage) {
        settle(deploymentGranted, ofDeployment, usage);
        ofDeployment = List.of();
        for (Held held : ofCaller) {
            if (held.concerned) {
                held.used = new TokenUsage(
                        held.used.promptTokens() + usage.promptTokens(),
                        held.used.completionTokens() + usage.completionTokens());
            }
        }
    }

    /** The call is over. Its caller pays for all attempts. */
    void callEnded() {
        attemptEnded(TokenUsage.NONE);
        if (!ended) {
            ended = true;
            int from = 0;
            for (int to = 1; to <= ofCaller.size(); to++) { // those taken together are corrected together
                if (to == ofCaller.size() || !ofCaller.get(to).granted.equals(ofCaller.get(from).granted)) {
                    settle(ofCaller.subList(from, to));
                    from = to;
                }
            }
        }
    }

    private void settle(List<Held> together) {
        var differences = new ArrayList<Charge>(together.size());
        for (Held held : together) {
            addDifference(differences, held.charge, held.used);
        }
        if (!differences.isEmpty()) {
            store.settle(together.getFirst().granted, differences);
        }
    }

    private void settle(LimitVerdict.@Nullable Granted granted, List<Charge> charges, TokenUsage usage) {
        if (granted == null || charges.isEmpty()) {
            return;
        }
        var differences = new ArrayList<Charge>(charges.size());
        for (Charge charge : charges) {
            addDifference(differences, charge, usage);
        }
        if (!differences.isEmpty()) {
            store.settle(granted, differences);
        }
    }

    private static void addDifference(List<Charge> differences, Charge charge, TokenUsage usage) {
        long difference = used(charge, usage) - charge.amount();
        if (difference != 0) {
            differences.add(new Charge(charge.scope(), charge.id(), charge.kind(), charge.limit(), difference));
        }
    }

    private static long used(Charge charge, TokenUsage usage) {
        return switch (charge.kind()) {
            case REQUESTS -> charge.amount();
            case TOKENS -> usage.total();
            case INPUT_TOKENS -> usage.promptTokens();
            case OUTPUT_TOKENS -> usage.completionTokens();
            case PARALLEL_REQUESTS -> 0;
        };
    }
}
