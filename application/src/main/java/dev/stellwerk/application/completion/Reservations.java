package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call has taken from limits. The caller's own limits are charged once, together with those of the first
 * deployment, in one step; every further attempt charges its deployment's alone. In the end tokens are corrected to
 * what was used and places are given back.
 */
final class Reservations {
    private static final LimitVerdict.Granted NOTHING_TO_TAKE = new LimitVerdict.Granted(0);

    private final LimitStore store;
    private final List<Charge> ofCaller;
    private LimitVerdict.@Nullable Granted callerGranted;
    private LimitVerdict.@Nullable Granted deploymentGranted;
    private List<Charge> ofDeployment = List.of();
    private TokenUsage usedInAll = TokenUsage.NONE;
    private boolean callerSettled;

    Reservations(LimitStore store, List<Charge> ofCaller) {
        this.store = store;
        this.ofCaller = ofCaller;
    }

    /**
     * Takes what an attempt needs, all or nothing.
     *
     * @param hard whether the deployment's limits per minute are held
     */
    LimitVerdict take(Deployment deployment, boolean hard, long promptTokens, long outputTokens) {
        List<Charge> own = hard ? charges(deployment, promptTokens, outputTokens) : List.of();
        List<Charge> all = own;
        boolean first = callerGranted == null && !ofCaller.isEmpty();
        if (first) {
            all = new ArrayList<>(ofCaller);
            all.addAll(own);
        }
        if (all.isEmpty()) {
            return NOTHING_TO_TAKE;
        }
        LimitVerdict verdict = store.reserve(all);
        if (verdict instanceof LimitVerdict.Granted granted) {
            callerGranted = first ? granted : callerGranted;
            deploymentGranted = granted;
            ofDeployment = own;
        }
        return verdict;
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
            charges.add(new Charge(Charge.DEPLOYMENT, deployment.id().value(), kind, limit, amount));
        }
    }

    /** The attempt is over. Its request was made; of its tokens only those used stay taken. */
    void attemptEnded(TokenUsage usage) {
        settle(deploymentGranted, ofDeployment, usage);
        ofDeployment = List.of();
        usedInAll = new TokenUsage(
                usedInAll.promptTokens() + usage.promptTokens(),
                usedInAll.completionTokens() + usage.completionTokens());
    }

    /** The call is over. Its caller pays for all attempts. */
    void callEnded() {
        attemptEnded(TokenUsage.NONE);
        if (!callerSettled) {
            callerSettled = true;
            settle(callerGranted, ofCaller, usedInAll);
        }
    }

    private void settle(LimitVerdict.@Nullable Granted granted, List<Charge> charges, TokenUsage usage) {
        if (granted == null || charges.isEmpty()) {
            return;
        }
        var differences = new ArrayList<Charge>(charges.size());
        for (Charge charge : charges) {
            long difference = used(charge, usage) - charge.amount();
            if (difference != 0) {
                differences.add(new Charge(charge.scope(), charge.id(), charge.kind(), charge.limit(), difference));
            }
        }
        if (!differences.isEmpty()) {
            store.settle(granted, differences);
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
