package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.application.port.out.BudgetPeriodsContract;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JooqBudgetPeriodsOnPostgresTest extends BudgetPeriodsContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.postgres();

    private final AccessStore store = Stores.access(DATABASE.get());

    @Override
    protected BudgetPeriods periods() {
        return store.budgetPeriods();
    }

    @Override
    protected KeyDirectory keys() {
        return store.keys();
    }

    @Override
    protected TeamDirectory teams() {
        return store.teams();
    }

    @Override
    protected CustomerDirectory customers() {
        return store.customers();
    }
}
