package dev.stellwerk.application.money;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetHolds;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where money goes: the caller's books, what is on its way to them, and the budgets of deployments, providers and tags. */
public final class Spending {
    private final UsageLedger ledger;
    private final BudgetHolds holds;
    private final RoutingBudgets budgets;
    private final Time time;

    public Spending(UsageLedger ledger, BudgetHolds holds, RoutingBudgets budgets, Time time) {
        this.ledger = ledger;
        this.holds = holds;
        this.budgets = budgets;
        this.time = time;
    }

    /** To be asked before a call is admitted, which reads what its caller has spent. */
    public long noticesHeard() {
        return holds.noticesHeard();
    }

    /** The money of one call. */
    public CallMoney open(Caller caller, RoutingRequest request, long noticesHeard) {
        return new CallMoney(this, holds, caller, request, noticesHeard);
    }

    Instant now() {
        return time.now();
    }

    /**
     * Charges what an answer cost.
     *
     * @param tags whose budgets it is charged to
     * @param holding the accounts of which the call holds something
     * @param givenBack what it gives back to each of them in the same step
     */
    void charge(
            Caller caller,
            Deployment deployment,
            List<String> tags,
            BigDecimal dollars,
            Collection<Account> holding,
            BigDecimal givenBack) {
        var spent = new Spent(
                caller.key().map(ApiKey::hash).orElse(null),
                caller.team().map(Team::id).orElse(null),
                caller.customer().map(Customer::id).orElse(null),
                dollars);
        for (Account account : spent.accounts()) {
            holds.charge(account, dollars, holding.contains(account) ? givenBack : BigDecimal.ZERO);
        }
        ledger.charge(spent); // second: it may tell at once that it is written
        budgets.charge(deployment, tags, dollars);
    }
}
