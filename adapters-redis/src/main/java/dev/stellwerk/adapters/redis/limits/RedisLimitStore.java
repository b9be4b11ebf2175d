package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.connection.Script;
import dev.stellwerk.adapters.redis.connection.ServerTime;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.inmemory.InMemoryBudgetHolds.Statement;
import dev.stellwerk.application.inmemory.InMemoryLimitStore;
import dev.stellwerk.application.port.out.BudgetHolds;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.limits.LimitVerdict.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * Limits and budgets counted by the server: one script call a reservation, none a settlement. Settlements travel with the next
 * reservation of the same limit or a few milliseconds later by {@link #tend}, whichever comes first.
 *
 * <p>While the server is away this instance counts alone, beginning with what the server counted last, in the same
 * minutes. What it grants meanwhile is told to the server on its return, so no window is granted twice.
 */
public final class RedisLimitStore implements LimitStore {
    /** A crashed instance's slots are free again after this long; a living one confirms its own more often. */
    static final Duration SLOT_LIFE = Duration.ofSeconds(10);

    static final String LIFE_MILLIS = Long.toString(SLOT_LIFE.toMillis());
    private static final long GRANTED = 1;
    private static final Duration SLOT_RETRY = Duration.ofSeconds(1);
    private static final Script RESERVE = Script.beside(RedisLimitStore.class, "budget.lua", "reserve.lua");

    private final RedisLink link;
    private final String instance;
    private final ServerTime time;
    private final InMemoryLimitStore alone;
    private final OwedAmounts owed = new OwedAmounts();
    private final Holdings holdings;
    private final RedisBudgetHolds budgets;
    private final Settlements settlements;

    public RedisLimitStore(RedisLink link, String instance) {
        this.link = link;
        this.instance = instance;
        this.time = link.serverTime();
        this.alone = new InMemoryLimitStore(time);
        this.holdings = new Holdings(time.steadyMillis() * 1_000);
        this.budgets = new RedisBudgetHolds(alone.budgets());
        this.settlements = new Settlements(link, instance, owed, holdings, alone, budgets);
    }

    @Override
    public LimitVerdict reserve(List<Charge> charges, List<Claim> claims) {
        if (charges.isEmpty() && claims.isEmpty()) {
            return new Granted(time.minute());
        }
        var held = new ArrayList<Statement>(claims.size());
        BudgetReached reached = budgets.hold(claims, held); // here first: what is reached here need not be asked for
        if (reached != null) {
            return reached;
        }
        var question = new LimitQuestion(charges, claims, held, owed, holdings);
        LimitVerdict verdict = shared(question).orElseGet(() -> alone(question));
        if (!(verdict instanceof Granted)) {
            budgets.giveBack(claims);
        }
        return verdict;
    }

    @Override
    public BudgetHolds budgets() {
        return budgets;
    }

    private Optional<LimitVerdict> shared(LimitQuestion question) {
        Optional<LimitVerdict> verdict = ask(question);
        // It may have overtaken the very corrections for whose lack it was refused; by now they have arrived.
        return question.overtaking() && verdict.orElse(null) instanceof Refused ? ask(question) : verdict;
    }

    private Optional<LimitVerdict> ask(LimitQuestion question) {
        if (!link.connected()) {
            return Optional.empty();
        }
        boolean reminding = settlements.reminding();
        List<String> arguments = question.arguments(instance);
        Optional<LimitVerdict> verdict = link.ask(client -> run(client, question, arguments));
        if (verdict.isEmpty()) {
            question.unheard();
        } else if (!reminding && !settlements.reminding()) { // a reminder may arrive after this; then it is told again
            question.heard();
        }
        return verdict;
    }

    private LimitVerdict run(UnifiedJedis client, LimitQuestion question, List<String> arguments) {
        List<?> reply = (List<?>) RESERVE.run(client, question.names(), arguments);
        int charges = question.charges().size();
        if (number(reply, 0) != GRANTED) {
            int index = (int) number(reply, 1) - 1;
            return index < charges
                    ? refused(question.charges().get(index), reply)
                    : reached(index - charges, question.claims().get(index - charges), reply);
        }
        var granted = new Granted(number(reply, 1));
        var used = new long[charges];
        for (int i = 0; i < used.length; i++) {
            used[i] = number(reply, i + 2);
        }
        question.hold();
        alone.adopt(granted, question.charges(), used);
        return granted;
    }

    private static Refused refused(Charge charge, List<?> reply) {
        return new Refused(charge, number(reply, 2), retryAfter(charge, number(reply, 3)));
    }

    private static BudgetReached reached(int index, Claim claim, List<?> reply) {
        BigDecimal spent = Budgets.ofNumber(number(reply, 3));
        return new BudgetReached(index, Budgets.ofNumber(number(reply, 2)), spent.compareTo(claim.max()) < 0);
    }

    private static long number(List<?> reply, int index) {
        return (Long) reply.get(index);
    }

    private static Duration retryAfter(Charge charge, long millisLeft) {
        return LimitQuestion.slotted(charge) ? SLOT_RETRY : Duration.ofMillis(Math.max(1_000, millisLeft));
    }

    private LimitVerdict alone(LimitQuestion question) {
        if (question.charges().isEmpty()) {
            return new Granted(time.minute());
        }
        LimitVerdict verdict = alone.reserve(question.charges());
        switch (verdict) {
            case Granted granted -> {
                question.hold();
                question.owe(granted.minute());
                settlements.remind();
            }
            case Refused _, BudgetReached _ -> question.abandon();
        }
        return verdict;
    }

    @Override
    public void settle(Granted reservation, List<Charge> differences) {
        alone.settle(reservation, differences);
        for (Charge difference : differences) {
            String name = KeyLayout.limit(difference);
            if (!LimitQuestion.slotted(difference)) {
                owed.add(name, reservation.minute(), difference.amount());
            } else if (difference.amount() < 0) {
                holdings.free(name, -difference.amount());
            }
        }
    }

    /** Tells the server what is owed, and now and then which slots are held; for one thread. */
    public void tend() {
        settlements.tell();
    }

    /** The server is back, and no request asks it yet. */
    public void welcome(UnifiedJedis client) {
        settlements.welcome(client);
    }

    /** The server may have lost its memory: at the next turn it is told all. */
    public void remind() {
        settlements.remind();
    }
}
