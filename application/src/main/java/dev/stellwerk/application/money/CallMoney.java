package dev.stellwerk.application.money;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetHolds;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The money of one call: what it holds of its caller's budgets while it runs, and what its answers cost. What is held
 * is given back by {@link #close}. Belongs to one call and its thread.
 */
public final class CallMoney implements AutoCloseable {
    /** Calls on their way end soon. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Spending spending;
    private final BudgetHolds holds;
    private final Caller caller;
    private final RoutingRequest request;
    private final long readAfter;
    private List<Account> holding = List.of();
    private BigDecimal held = BigDecimal.ZERO;

    /** @param readAfter what {@link BudgetHolds#noticesHeard} told before the call was admitted */
    CallMoney(Spending spending, BudgetHolds holds, Caller caller, RoutingRequest request, long readAfter) {
        this.spending = spending;
        this.holds = holds;
        this.caller = caller;
        this.request = request;
        this.readAfter = readAfter;
    }

    /**
     * What has to be held for a call of this deployment. Once a call was let through only the amount changes, and
     * nothing is asked any more.
     */
    public List<Claim> claims(Deployment deployment) {
        Price price = deployment.facts().price();
        if (price != null && price.free()) {
            return List.of();
        }
        BigDecimal estimate = price == null
                ? BigDecimal.ZERO
                : CostEstimate.of(deployment, request.facts()).cost(price);
        if (!holding.isEmpty()) {
            raise(estimate);
            return List.of();
        }
        var claims = new ArrayList<Claim>(0);
        caller.key().ifPresent(key -> add(claims, Owner.KEY, key.hash(), key.budget(), estimate));
        caller.team().ifPresent(team -> add(claims, Owner.TEAM, team.id(), team.budget(), estimate));
        caller.customer().ifPresent(user -> add(claims, Owner.CUSTOMER, user.id(), user.budget(), estimate));
        return claims;
    }

    private void add(List<Claim> claims, Owner owner, String id, Budget budget, BigDecimal estimate) {
        if (budget.max() != null) {
            claims.add(new Claim(new Account(owner, id), budget, readAfter, estimate));
        }
    }

    private void raise(BigDecimal estimate) {
        BigDecimal more = estimate.subtract(held);
        if (more.signum() > 0) {
            holding.forEach(account -> holds.change(account, more));
            held = estimate;
        }
    }

    /** The claims are held. */
    public void granted(List<Claim> claims) {
        if (!claims.isEmpty()) {
            holding = claims.stream().map(Claim::account).toList();
            held = claims.getFirst().dollars();
        }
    }

    /** Why a claim is not held; shows no key's hash. */
    public CallRefusal refusal(BudgetReached reached, List<Claim> claims) {
        Claim claim = claims.get(reached.claim());
        String id = claim.account().id();
        return new CallRefusal.BudgetSpent(
                switch (claim.account().owner()) {
                    case KEY -> LimitScope.KEY;
                    case TEAM -> LimitScope.TEAM;
                    case CUSTOMER -> LimitScope.CUSTOMER;
                },
                claim.account().owner() == Owner.KEY ? null : id,
                reached.taken().toPlainString(),
                claim.max().toString(),
                reached.onItsWay() ? RETRY_AFTER : claim.budget().left(spending.now()));
    }

    /**
     * Charges what an attempt used, and gives back what was held for it.
     *
     * @return what it cost; null when nobody knows
     */
    public @Nullable BigDecimal charge(Deployment deployment, TokenUsage usage) {
        Price price = deployment.facts().price();
        if (price == null) {
            return null;
        }
        BigDecimal cost = usage.cost(price);
        if (cost.signum() != 0) {
            BigDecimal givenBack = held;
            held = BigDecimal.ZERO;
            spending.charge(caller, deployment, request.constraints().tags().names(), cost, holding, givenBack);
        }
        return cost;
    }

    /** The call is over. */
    @Override
    public void close() {
        BigDecimal back = held.negate();
        held = BigDecimal.ZERO;
        if (back.signum() != 0) {
            holding.forEach(account -> holds.change(account, back));
        }
    }
}
