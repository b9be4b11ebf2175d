package dev.stellwerk.application.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.completion.BudgetHolds.Account;
import dev.stellwerk.application.completion.BudgetHolds.Full;
import dev.stellwerk.application.fakes.ManualTime;
import dev.stellwerk.domain.access.Budget;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S59")
class BudgetHoldsTest {
    private static final Instant PERIOD = Instant.parse("2026-01-15T00:00:00Z");
    private static final BigDecimal ONE = BigDecimal.ONE;

    private final ManualTime time = new ManualTime("2026-01-14T10:20:30Z");
    private final BudgetHolds holds = new BudgetHolds(time);

    private static Account spent(String dollars) {
        return spent(dollars, PERIOD);
    }

    private static Account spent(String dollars, @Nullable Instant resetAt) {
        return account("key:k", dollars, resetAt);
    }

    private static Account account(String key, String dollars, @Nullable Instant resetAt) {
        var budget = new Budget(BigDecimal.TEN, null, "1d", resetAt, new BigDecimal(dollars));
        return new Account("Key", null, key, budget);
    }

    @Test
    void holds_up_to_the_budget_are_let_through_and_the_one_that_reaches_it_is_the_last() {
        assertThat(holds.hold(spent("8"), ONE)).isNull();
        assertThat(holds.hold(spent("8"), ONE)).isNull();
        assertThat(holds.hold(spent("8"), ONE)).isEqualTo(new Full(BigDecimal.TEN, true));
    }

    @Test
    void what_is_given_back_is_free_again() {
        holds.hold(spent("8"), new BigDecimal("2"));
        assertThat(holds.hold(spent("8"), ONE)).isNotNull();
        holds.change(spent("8"), new BigDecimal("-2"));

        assertThat(holds.hold(spent("8"), ONE)).isNull();
    }

    @Test
    void a_charge_counts_until_the_books_show_it_and_not_twice() {
        holds.hold(spent("7"), BigDecimal.ZERO);
        holds.charged(spent("7"), new BigDecimal("2"));
        assertThat(holds.hold(spent("7"), BigDecimal.ZERO)).isNull();
        assertThat(holds.hold(spent("9"), BigDecimal.ZERO)).isNull();
        holds.charged(spent("9"), ONE);

        assertThat(holds.hold(spent("9"), BigDecimal.ZERO)).isEqualTo(new Full(BigDecimal.TEN, false));
        time.pass(Duration.ofMillis(2_001));
        assertThat(holds.hold(spent("9"), BigDecimal.ZERO)).isNull(); // the books have the last word
    }

    @Test
    void what_others_have_spent_counts() {
        holds.hold(spent("1"), BigDecimal.ZERO);

        assertThat(holds.hold(spent("10"), BigDecimal.ZERO)).isEqualTo(new Full(BigDecimal.TEN, false));
    }

    @Test
    void a_new_period_begins_with_nothing_but_what_is_on_its_way() {
        holds.hold(spent("9"), BigDecimal.ZERO);
        holds.charged(spent("9"), ONE);
        Instant next = PERIOD.plus(Duration.ofDays(1));

        assertThat(holds.hold(spent("0", next), new BigDecimal("9"))).isNull();
        assertThat(holds.hold(spent("0", next), ONE)).isNull();
        assertThat(holds.hold(spent("0", next), ONE)).isNotNull();
    }

    @Test
    void however_many_ask_at_once_no_more_than_fit_are_let_through() throws InterruptedException {
        int threads = 64;
        var start = new CountDownLatch(1);
        var admitted = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                executor.execute(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    if (holds.hold(spent("0"), ONE) == null) {
                        admitted.incrementAndGet();
                    }
                });
            }
            start.countDown();
        }

        assertThat(admitted).hasValue(10);
    }

    @Test
    void who_is_gone_is_forgotten_once_there_are_many() {
        for (int i = 0; i < 10_100; i++) {
            holds.hold(account("key:" + i, "0", PERIOD), BigDecimal.ZERO);
        }
        holds.hold(account("key:on its way", "0", PERIOD), new BigDecimal("10"));
        time.pass(Duration.ofSeconds(3));
        holds.hold(spent("0"), ONE);

        assertThat(holds.known()).isEqualTo(2);
        assertThat(holds.hold(account("key:on its way", "0", PERIOD), ONE)).isNotNull();
    }
}
