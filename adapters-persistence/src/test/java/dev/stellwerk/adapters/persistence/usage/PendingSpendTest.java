package dev.stellwerk.adapters.persistence.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.Racing;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PendingSpendTest {
    private final PendingSpend pending = new PendingSpend();

    private static Spent by(String customer) {
        return new Spent("k", null, customer, BigDecimal.ONE);
    }

    @Test
    void what_is_taken_out_is_gone() {
        pending.add(by(null));
        pending.add(by(null));

        assertThat(pending.drain()).containsOnly(Map.entry(new Account(Owner.KEY, "k"), new BigDecimal(2)));
        assertThat(pending.drain()).isEmpty();
    }

    @Tag("S60")
    @Test
    void an_absurd_price_keeps_nobody_else_from_being_charged() {
        pending.add(new Spent("k", null, null, new BigDecimal("1E+30")));
        pending.add(by(null));

        assertThat(pending.drain()).containsOnly(Map.entry(new Account(Owner.KEY, "k"), BigDecimal.ONE));
    }

    @Tag("S90")
    @Test
    void what_is_added_while_it_is_taken_out_is_in_one_or_the_other() {
        var taken = new AtomicReference<>(BigDecimal.ZERO);
        Racing.winners(4, number -> {
            for (int i = 0; i < 2_000; i++) {
                if (number == 0) {
                    pending.drain().values().forEach(amount -> taken.accumulateAndGet(amount, BigDecimal::add));
                } else {
                    pending.add(by(null));
                }
            }
            return true;
        });
        pending.drain().values().forEach(amount -> taken.accumulateAndGet(amount, BigDecimal::add));

        assertThat(taken.get()).isEqualByComparingTo("6000");
    }

    @Tag("S28")
    @Test
    void invented_customers_do_not_fill_the_memory_nor_hide_the_key() {
        pending.add(by("first"));
        for (int i = 0; i < PendingSpend.ACCOUNTS_MAX + 10; i++) {
            pending.add(by("u" + i));
        }
        pending.add(by("first"));

        var amounts = pending.drain();
        assertThat(amounts).hasSize(PendingSpend.ACCOUNTS_MAX);
        assertThat(amounts.get(new Account(Owner.KEY, "k")))
                .isEqualByComparingTo(Integer.toString(PendingSpend.ACCOUNTS_MAX + 12));
        assertThat(amounts.get(new Account(Owner.CUSTOMER, "first"))).isEqualByComparingTo("2");
    }
}
