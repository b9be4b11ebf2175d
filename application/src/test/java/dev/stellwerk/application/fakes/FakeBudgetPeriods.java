package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Budget periods of the fake directories. */
public final class FakeBudgetPeriods implements BudgetPeriods {
    private final FakeKeyDirectory keys;
    private final FakeTeamDirectory teams;
    private final FakeCustomerDirectory customers;
    private int renewals;

    public FakeBudgetPeriods(FakeKeyDirectory keys, FakeTeamDirectory teams, FakeCustomerDirectory customers) {
        this.keys = keys;
        this.teams = teams;
        this.customers = customers;
    }

    @Override
    public synchronized void renew(Owner owner, String id, Instant ended, Instant next) {
        Optional<Budget> current = switch (owner) {
            case KEY -> keys.find(id).map(ApiKey::budget);
            case TEAM -> teams.find(id).map(Team::budget);
            case CUSTOMER -> customers.find(id).map(Customer::budget);
        };
        current.filter(budget -> ended.equals(budget.resetAt())).ifPresent(budget -> {
            renewals++;
            write(owner, id, new Budget(budget.max(), budget.soft(), budget.duration(), next, BigDecimal.ZERO));
        });
    }

    private void write(Owner owner, String id, Budget budget) {
        switch (owner) {
            case KEY -> keys.setBudget(id, budget);
            case TEAM -> teams.setBudget(id, budget);
            case CUSTOMER -> customers.setBudget(id, budget);
        }
    }

    public synchronized int renewals() {
        return renewals;
    }
}
