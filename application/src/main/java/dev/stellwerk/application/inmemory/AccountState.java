package dev.stellwerk.application.inmemory;

import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.domain.access.Budget;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one account's money.
 *
 * @param held by calls on their way
 * @param unwritten charged, and certainly not in the books
 * @param doubtful being written: in the books, or not yet
 * @param booked what the books showed without {@code doubtful}; null until somebody claims the budget
 * @param resetAt the end of the period that this was in
 * @param noticed the number of the notice that told of the last writing
 * @param version higher with every change
 */
record AccountState(
        BigDecimal held,
        BigDecimal unwritten,
        BigDecimal doubtful,
        @Nullable BigDecimal booked,
        @Nullable Instant resetAt,
        long noticed,
        long version) {

    static AccountState unknown(long version) {
        return new AccountState(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, null, null, 0, version);
    }

    /** With what a record shows, which may be older than the last notice, but not than the period it is in. */
    AccountState seen(Claim claim) {
        Budget read = claim.budget();
        if (booked == null || beginsAnew(read.resetAt())) {
            return showing(read.spend(), read.resetAt());
        }
        if (claim.readAfter() < noticed) {
            return samePeriod(read.resetAt()) ? showing(booked.max(read.spend()), resetAt) : this;
        }
        return doubtful.signum() == 0 ? showing(read.spend(), read.resetAt()) : this;
    }

    private boolean beginsAnew(@Nullable Instant other) {
        return other != null && (resetAt == null || other.isAfter(resetAt));
    }

    private boolean samePeriod(@Nullable Instant other) {
        return resetAt == null ? other == null : resetAt.equals(other);
    }

    /** What is spent, as far as is known. A record that was just read may show what is being written, or others' share. */
    BigDecimal spent(Budget read) {
        BigDecimal withDoubtful = (booked == null ? BigDecimal.ZERO : booked).add(doubtful);
        BigDecimal shown = samePeriod(read.resetAt()) ? withDoubtful.max(read.spend()) : withDoubtful;
        return shown.add(unwritten);
    }

    /** What this instance adds to the books' figure. */
    BigDecimal onItsWay() {
        return held.add(unwritten).add(doubtful);
    }

    AccountState holding(BigDecimal more) {
        return new AccountState(
                held.add(more).max(BigDecimal.ZERO), unwritten, doubtful, booked, resetAt, noticed, version + 1);
    }

    AccountState charged(BigDecimal spent, BigDecimal givenBack) {
        return new AccountState(
                held.subtract(givenBack).max(BigDecimal.ZERO),
                unwritten.add(spent),
                doubtful,
                booked,
                resetAt,
                noticed,
                version + 1);
    }

    /** Told again when it is tried again: it is in doubt already then. */
    AccountState writing(BigDecimal dollars) {
        BigDecimal more = dollars.subtract(doubtful);
        return new AccountState(
                held, unwritten.subtract(more).max(BigDecimal.ZERO), dollars, booked, resetAt, noticed, version + 1);
    }

    /** @param books null when the account is not in them */
    AccountState written(@Nullable Booked books, long notice) {
        return booked == null || books == null
                ? written(booked, resetAt, notice)
                : written(books.spend(), books.resetAt(), notice);
    }

    private AccountState written(@Nullable BigDecimal shown, @Nullable Instant end, long notice) {
        return new AccountState(held, unwritten, BigDecimal.ZERO, shown, end, notice, version + 1);
    }

    AccountState forgotten(BigDecimal dollars) {
        return new AccountState(
                held,
                unwritten.subtract(dollars).max(BigDecimal.ZERO),
                doubtful,
                booked,
                resetAt,
                noticed,
                version + 1);
    }

    private AccountState showing(BigDecimal spend, @Nullable Instant end) {
        return new AccountState(held, unwritten, doubtful, spend, end, noticed, version + 1);
    }

    /** Whether the books know everything. */
    boolean idle() {
        return onItsWay().signum() == 0;
    }
}
