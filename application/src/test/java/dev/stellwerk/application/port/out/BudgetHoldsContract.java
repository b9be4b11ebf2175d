package dev.stellwerk.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link BudgetHolds} must do. One subclass for each adapter. Budgets are ten dollars here. */
@Tag("S59")
public abstract class BudgetHoldsContract {
    protected static final Instant PERIOD = Instant.parse("2026-01-15T00:00:00Z");
    protected static final Account KEY = new Account(Owner.KEY, "k");
    private static final Account TEAM = new Account(Owner.TEAM, "t");

    /** The store to try; nothing was taken from it. */
    protected abstract LimitStore store();

    private BudgetHolds holds() {
        return store().budgets();
    }

    /** A claim of the key, whose record shows this and was read just now. */
    protected final Claim claim(String spend, String dollars) {
        return claim(KEY, spend, PERIOD, holds().noticesHeard(), dollars);
    }

    protected static Claim claim(
            Account account, String spend, @Nullable Instant resetAt, long readAfter, String dollars) {
        var budget = new Budget(BigDecimal.TEN, null, null, resetAt, new BigDecimal(spend));
        return new Claim(account, budget, readAfter, new BigDecimal(dollars));
    }

    protected final LimitVerdict ask(Claim... claims) {
        return store().reserve(List.of(), List.of(claims));
    }

    protected final void held(Claim... claims) {
        assertThat(ask(claims)).isInstanceOf(Granted.class);
    }

    protected final void reached(String taken, boolean onItsWay, Claim... claims) {
        assertThat(ask(claims)).isInstanceOfSatisfying(BudgetReached.class, reached -> {
            assertThat(reached.taken()).isEqualByComparingTo(taken);
            assertThat(reached.onItsWay()).isEqualTo(onItsWay);
        });
    }

    /** An answer cost so much; its call held nothing. */
    protected final void charge(String dollars) {
        holds().charge(KEY, new BigDecimal(dollars), BigDecimal.ZERO);
    }

    protected final void writing(String dollars) {
        holds().writing(Map.of(KEY, new BigDecimal(dollars)));
    }

    protected final void written(String dollars, String shown) {
        written(dollars, shown, PERIOD);
    }

    private void written(String dollars, String shown, @Nullable Instant resetAt) {
        holds().written(Map.of(KEY, new BigDecimal(dollars)), Map.of(KEY, new Booked(new BigDecimal(shown), resetAt)));
    }

    @Test
    void claims_are_held_until_the_budget_is_reached_and_the_one_that_reaches_it_is_the_last() {
        held(claim("8", "1"));
        held(claim("8", "1"));
        reached("10", true, claim("8", "1"));
    }

    @Test
    void a_budget_of_nothing_allows_nothing() {
        var nothing = new Budget(BigDecimal.ZERO, null, null, null, BigDecimal.ZERO);
        assertThat(ask(new Claim(KEY, nothing, holds().noticesHeard(), BigDecimal.ONE)))
                .isInstanceOf(BudgetReached.class);
    }

    @Test
    void what_is_given_back_is_free_again() {
        held(claim("8", "2"));
        reached("10", true, claim("8", "1"));
        holds().change(KEY, new BigDecimal(-2));

        held(claim("8", "1"));
    }

    @Test
    void a_refusal_holds_nothing_of_the_others_and_tells_whose_budget_it_was() {
        held(claim(TEAM, "9", PERIOD, 0, "1"));

        assertThat(ask(claim("0", "10"), claim(TEAM, "9", PERIOD, 0, "1")))
                .isInstanceOfSatisfying(
                        BudgetReached.class,
                        reached -> assertThat(reached.claim()).isEqualTo(1));
        held(claim("0", "10"));
    }

    @Test
    void a_limit_without_room_leaves_budgets_alone_and_a_budget_that_is_reached_leaves_limits_alone() {
        var charge = new Charge(LimitScope.KEY, "k", LimitKind.PARALLEL_REQUESTS, 1, 1);
        assertThat(store().reserve(List.of(charge), List.of(claim("10", "1")))).isInstanceOf(BudgetReached.class);
        assertThat(store().reserve(List.of(charge), List.of(claim("0", "1")))).isInstanceOf(Granted.class);

        assertThat(store().reserve(List.of(charge), List.of(claim("0", "9")))).isInstanceOf(LimitVerdict.Refused.class);
        held(claim("0", "8.5"));
        held(claim("0", "1"));
        reached("10.5", true, claim("0", "1"));
    }

    @Test
    void a_charge_takes_the_place_of_what_was_held_for_it() {
        held(claim("0", "9"));
        holds().charge(KEY, new BigDecimal("2"), new BigDecimal("9"));

        held(claim("0", "8"));
        reached("10", true, claim("0", "1"));
    }

    @Test
    void a_charge_counts_until_the_ledger_has_written_it_however_long_that_takes() {
        held(claim("7", "0"));
        charge("2");
        held(claim("7", "0"));
        charge("1");
        for (int attempt = 0; attempt < 3; attempt++) {
            reached("10", false, claim("7", "0"));
            writing("3"); // again and again, and the books do not answer
        }
        written("3", "10");

        reached("10", false, claim("10", "0"));
    }

    @Test
    void what_is_written_counts_once_whatever_the_record_shows_while_that_happens() {
        held(claim("4", "0"));
        charge("3");
        writing("3");
        held(claim("4", "0")); // not in the books yet
        held(claim("7", "2.5")); // in the books already
        held(claim("7", "0"));
        written("3", "7");

        held(claim("7", "0.5"));
        reached("10", true, claim("7", "0"));
    }

    @Test
    void a_record_that_was_read_before_the_last_writing_does_not_hide_it() {
        held(claim("4", "0"));
        Claim before = claim("4", "1");
        charge("6");
        writing("6");
        written("6", "10");

        reached("10", false, before);
    }

    @Test
    void what_is_charged_while_the_last_is_written_is_not_lost_with_it() {
        held(claim("4", "0"));
        charge("1");
        writing("1");
        charge("5");
        written("1", "5");

        reached("10", false, claim("5", "0"));
    }

    @Test
    void what_others_have_spent_counts() {
        held(claim("1", "0"));
        reached("10", false, claim("10", "0"));
    }

    @Test
    void what_others_have_spent_counts_while_something_of_ours_is_written() {
        held(claim("1", "0"));
        charge("1");
        writing("1");

        reached("10", false, claim("10", "0"));
    }

    @Test
    void a_new_period_begins_with_what_is_on_its_way_and_what_is_not_written() {
        held(claim("9", "0"));
        charge("1");
        Instant next = PERIOD.plus(Duration.ofDays(1));

        held(claim(KEY, "0", next, holds().noticesHeard(), "8"));
        writing("1");
        written("1", "1", next);
        held(claim(KEY, "1", next, holds().noticesHeard(), "1"));
        reached("10", true, claim(KEY, "1", next, holds().noticesHeard(), "1"));
    }

    @Test
    void what_was_written_to_a_period_that_is_over_does_not_count_in_the_next() {
        held(claim("9", "0"));
        charge("1");
        writing("1");
        written("1", "10");
        Instant next = PERIOD.plus(Duration.ofDays(1));

        held(claim(KEY, "0", next, holds().noticesHeard(), "9"));
        held(claim(KEY, "0", next, holds().noticesHeard(), "1"));
    }

    @Test
    void whoever_sets_the_spend_back_is_believed() {
        held(claim("9", "0"));
        charge("1");
        writing("1");
        written("1", "10");

        held(claim("0", "1"));
    }

    @Test
    void what_an_earlier_process_could_not_write_counts() {
        holds().found(Map.of(KEY, new BigDecimal("6")));

        reached("10", false, claim("4", "1"));
    }

    @Test
    void a_charge_that_will_never_be_written_does_not_count() {
        held(claim("4", "0"));
        charge("6");
        holds().forgotten(KEY, new BigDecimal("6"));

        held(claim("4", "0"));
    }

    @Test
    void however_many_ask_at_once_no_more_than_fit_are_let_through() {
        assertThat(Racing.winners(64, _ -> ask(claim("0", "1")) instanceof Granted))
                .isEqualTo(10);
    }

    @Test
    void after_everything_was_given_back_charged_and_written_by_many_the_books_alone_count() {
        var spent = new AtomicInteger();
        Racing.winners(8, _ -> {
            for (int i = 0; i < 100; i++) {
                if (ask(claim("0", "1")) instanceof Granted) {
                    holds().charge(KEY, new BigDecimal("0.001"), BigDecimal.ONE);
                    spent.incrementAndGet();
                }
            }
            return true;
        });
        BigDecimal total = new BigDecimal(spent.get()).movePointLeft(3);
        holds().writing(Map.of(KEY, total));
        holds().written(Map.of(KEY, total), Map.of(KEY, new Booked(total, PERIOD)));

        held(claim(total.toPlainString(), new BigDecimal(10).subtract(total).toPlainString()));
        reached("10", true, claim(total.toPlainString(), "1"));
    }
}
