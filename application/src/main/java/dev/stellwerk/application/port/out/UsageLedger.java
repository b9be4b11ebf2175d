package dev.stellwerk.application.port.out;

import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what was spent, for good. */
public interface UsageLedger {
    /** Nothing is kept. */
    UsageLedger NONE = _ -> {};

    /**
     * Takes one charge. Returns at once: charges are written in batches, within a second while the store answers. Until
     * then they wait, on disk when the store is away, and {@link Progress} tells what became of them.
     */
    void charge(Spent spent);

    /** What one answer cost, and whom; null parts had no share in it. */
    record Spent(
            @Nullable String keyHash,
            @Nullable String teamId,
            @Nullable String customerId,
            BigDecimal dollars) {
        /** Those who pay, each the whole amount. */
        public List<Account> accounts() {
            var accounts = new ArrayList<Account>(3);
            add(accounts, Owner.KEY, keyHash);
            add(accounts, Owner.TEAM, teamId);
            add(accounts, Owner.CUSTOMER, customerId);
            return accounts;
        }

        private static void add(List<Account> accounts, Owner owner, @Nullable String id) {
            if (id != null) {
                accounts.add(new Account(owner, id));
            }
        }
    }

    /**
     * Hears how far the writing is. All but {@link #forgotten} come from one thread, in order. Implementations return
     * at once and throw nothing.
     */
    interface Progress {
        /** Nobody wants to know. */
        Progress UNHEARD = new Progress() {
            @Override
            public void found(Map<Account, BigDecimal> dollars) {}

            @Override
            public void writing(Map<Account, BigDecimal> dollars) {}

            @Override
            public void written(Map<Account, BigDecimal> dollars, Map<Account, Booked> books) {}

            @Override
            public void forgotten(Account account, BigDecimal dollars) {}
        };

        /** An earlier process was charged this, and could not write it. */
        void found(Map<Account, BigDecimal> dollars);

        /** From now on the books may show this, or not yet; told again when the writing is tried again. */
        void writing(Map<Account, BigDecimal> dollars);

        /**
         * The books show this from now on, and so do the directories of this instance.
         *
         * @param books what they showed right after that; nothing of those who are not in them
         */
        void written(Map<Account, BigDecimal> dollars, Map<Account, Booked> books);

        /** This charge will never be written: there was no room for it, or it was absurd. */
        void forgotten(Account account, BigDecimal dollars);
    }

    /**
     * What the books show of an account.
     *
     * @param spend in its running budget period
     * @param resetAt when that period ends; null when it has none
     */
    record Booked(BigDecimal spend, @Nullable Instant resetAt) {}
}
