package dev.stellwerk.application.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.domain.Race;
import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What holds of budgets however many calls, and a ledger that writes, fails and writes again, run at once: a budget is
 * passed by no more than the call that reaches it, no dollar is held in the end, and the books are what was spent.
 */
@Tag("S59")
class BudgetRaceTest {
    private static final int CASES = 40;
    private static final int STEPS = 150;
    private static final Account KEY = new Account(Owner.KEY, "k");
    private static final BigDecimal MAX = new BigDecimal(40);
    private static final BigDecimal ESTIMATE = BigDecimal.ONE;

    /** One instance: its holds, and a ledger whose books can be read at any moment. */
    private static final class Instance {
        private final InMemoryLimitStore store = new InMemoryLimitStore(new SteppedTime());
        private final AtomicReference<BigDecimal> spent = new AtomicReference<>(BigDecimal.ZERO);
        private final AtomicReference<BigDecimal> pending = new AtomicReference<>(BigDecimal.ZERO);
        private final ReentrantLock ledger = new ReentrantLock();
        private volatile BigDecimal books = BigDecimal.ZERO;
        private BigDecimal batch = BigDecimal.ZERO;
        private boolean committed;

        void call(RandomGenerator random) {
            long heard = store.budgets().noticesHeard();
            var budget = new Budget(MAX, null, null, null, books);
            for (int i = random.nextInt(4) == 0 ? random.nextInt(2_000) : 0; i > 0; i--) {
                Thread.onSpinWait(); // the record grows old
            }
            if (store.reserve(List.of(), List.of(new Claim(KEY, budget, heard, ESTIMATE))) instanceof Granted) {
                BigDecimal cost = BigDecimal.valueOf(random.nextInt(101), 2);
                if (cost.signum() == 0) {
                    store.budgets().change(KEY, ESTIMATE.negate());
                } else {
                    spent.accumulateAndGet(cost, BigDecimal::add);
                    store.budgets().charge(KEY, cost, ESTIMATE);
                    pending.accumulateAndGet(cost, BigDecimal::add);
                }
            }
        }

        /** A turn of the ledger: a batch keeps its amount until an answer arrives, and is in the books once. */
        void write(boolean answers, boolean arrives) {
            if (!ledger.tryLock()) {
                return;
            }
            try {
                batch = batch.signum() == 0 ? pending.getAndSet(BigDecimal.ZERO) : batch;
                if (batch.signum() == 0) {
                    return;
                }
                Map<Account, BigDecimal> amounts = Map.of(KEY, batch);
                store.budgets().writing(amounts);
                if (arrives && !committed) {
                    books = books.add(batch);
                    committed = true;
                }
                if (answers && committed) {
                    batch = BigDecimal.ZERO;
                    committed = false;
                    store.budgets().written(amounts, Map.of(KEY, new Booked(books, null)));
                }
            } finally {
                ledger.unlock();
            }
        }

        private BigDecimal onItsWay() {
            return store.budgets().statement(KEY).orElseThrow().onItsWay();
        }
    }

    @Test
    void a_budget_is_passed_by_no_more_than_the_call_that_reaches_it_and_nothing_is_held_in_the_end() {
        Seeds.forEach(CASES, seeds -> {
            var instance = new Instance();
            Race.run(
                    seeds,
                    STEPS,
                    random -> {
                        if (random.nextInt(5) == 0) {
                            instance.write(random.nextInt(3) != 0, random.nextInt(3) != 0);
                        } else {
                            instance.call(random);
                        }
                    },
                    () -> assertThat(instance.spent.get()).isLessThan(MAX.add(ESTIMATE)));
            instance.write(true, true);
            instance.write(true, true);

            assertThat(instance.onItsWay()).isEqualByComparingTo("0");
            assertThat(instance.books).isEqualByComparingTo(instance.spent.get());
            assertThat(instance.spent.get()).as("nobody was refused too early").isGreaterThan(MAX.subtract(ESTIMATE));
        });
    }
}
