package dev.stellwerk.application.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetHoldsContract;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.LimitStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryBudgetHoldsTest extends BudgetHoldsContract {
    private final SteppedTime time = new SteppedTime();
    private final InMemoryLimitStore store = new InMemoryLimitStore(time);
    private final InMemoryBudgetHolds holds = store.budgets();

    @Override
    protected LimitStore store() {
        return store;
    }

    private static Account key(String id) {
        return new Account(Owner.KEY, id);
    }

    @Test
    void those_of_whom_the_books_know_everything_are_forgotten_once_there_are_many() {
        held(claim(key("on its way"), "0", PERIOD, 0, "10"));
        held(claim(key("unwritten"), "0", PERIOD, 0, "0"));
        holds.charge(key("unwritten"), BigDecimal.TEN, BigDecimal.ZERO);
        for (int i = 0; i < 10_100; i++) {
            held(claim(key("k" + i), "0", PERIOD, 0, "0"));
        }

        assertThat(holds.known()).isLessThan(200);
        reached("10", true, claim(key("on its way"), "0", PERIOD, 0, "1"));
        reached("10", false, claim(key("unwritten"), "0", PERIOD, 0, "1"));
    }

    @Test
    void who_has_no_budget_is_known_until_what_was_charged_is_written() {
        holds.charge(KEY, BigDecimal.ONE, BigDecimal.ZERO);
        assertThat(holds.known()).isOne();
        holds.writing(Map.of(KEY, BigDecimal.ONE));
        holds.written(Map.of(KEY, BigDecimal.ONE), Map.of());

        assertThat(holds.known()).isZero();
        assertThat(store.reserve(List.of(), List.of())).isNotNull();
    }
}
