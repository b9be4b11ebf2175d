package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.application.inmemory.InMemoryBudgetHolds;
import dev.stellwerk.application.inmemory.InMemoryBudgetHolds.Statement;
import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetHolds;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this instance holds of budgets, and of which accounts others have not heard the newest. What it says of an
 * account is the whole of it, with a version, never a difference: saying it twice, or the older after the newer, does
 * no harm.
 */
final class RedisBudgetHolds implements BudgetHolds {
    private final InMemoryBudgetHolds here;

    /** As many as the accounts that are known here, at most. */
    private final Set<Account> unsaid = ConcurrentHashMap.newKeySet();

    RedisBudgetHolds(InMemoryBudgetHolds here) {
        this.here = here;
    }

    /** Holds all claims here, or none; adds to {@code held} what is held then, a statement a claim. */
    @Nullable
    BudgetReached hold(List<Claim> claims, List<Statement> held) {
        return here.hold(claims, held::add);
    }

    /** Holds what was held for claims that came to nothing no longer. */
    void giveBack(List<Claim> claims) {
        here.giveBack(claims);
        claims.forEach(claim -> say(claim.account()));
    }

    @Override
    public long noticesHeard() {
        return here.noticesHeard();
    }

    @Override
    public void change(Account account, BigDecimal dollars) {
        here.change(account, dollars);
        say(account);
    }

    @Override
    public void charge(Account account, BigDecimal spent, BigDecimal givenBack) {
        here.charge(account, spent, givenBack);
        say(account);
    }

    @Override
    public void found(Map<Account, BigDecimal> dollars) {
        here.found(dollars);
    }

    @Override
    public void writing(Map<Account, BigDecimal> dollars) {
        here.writing(dollars); // to others it is the same as before
    }

    @Override
    public void written(Map<Account, BigDecimal> dollars, Map<Account, Booked> books) {
        here.written(dollars, books);
        dollars.keySet().forEach(this::say);
    }

    @Override
    public void forgotten(Account account, BigDecimal dollars) {
        here.forgotten(account, dollars);
        say(account);
    }

    private void say(Account account) {
        if (here.statement(account).isPresent()) {
            unsaid.add(account);
        }
    }

    /** What is to be said: what others have not heard, or everything of which something is on its way. */
    Map<Account, Statement> news(boolean everythingOnItsWay) {
        var news = new LinkedHashMap<Account, Statement>();
        for (Iterator<Account> all = unsaid.iterator(); all.hasNext(); ) {
            Account account = all.next();
            all.remove(); // first: what changes from here on is said the next time
            here.statement(account).ifPresent(statement -> news.put(account, statement));
        }
        if (everythingOnItsWay) {
            here.statements().forEach((account, statement) -> {
                if (statement.onItsWay().signum() != 0) {
                    news.put(account, statement);
                }
            });
        }
        return news;
    }

    /** The server has forgotten everything. */
    void sayAll() {
        unsaid.addAll(here.statements().keySet());
    }

    /** Nobody heard what was said of these. */
    void unheard(Set<Account> accounts) {
        unsaid.addAll(accounts);
    }
}
