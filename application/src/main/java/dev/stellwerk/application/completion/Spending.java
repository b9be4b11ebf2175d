package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.deployment.Deployment;
import java.math.BigDecimal;

/** Charges what an answer cost: to the caller's books, and to the budgets of deployments, providers and tags. */
final class Spending {
    private final UsageLedger ledger;
    private final RoutingBudgets budgets;

    Spending(UsageLedger ledger, RoutingBudgets budgets) {
        this.ledger = ledger;
        this.budgets = budgets;
    }

    void charge(Admitted admitted, Deployment deployment, BigDecimal dollars) {
        if (dollars.signum() == 0) {
            return;
        }
        ledger.charge(new UsageLedger.Spent(
                admitted.caller().key().map(ApiKey::hash).orElse(null),
                admitted.caller().team().map(Team::id).orElse(null),
                admitted.caller().customer().map(Customer::id).orElse(null),
                dollars));
        budgets.charge(deployment, admitted.request().constraints().tags().names(), dollars);
    }
}
