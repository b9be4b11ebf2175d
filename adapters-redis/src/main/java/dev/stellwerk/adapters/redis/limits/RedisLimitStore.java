package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.connection.Script;
import dev.stellwerk.adapters.redis.connection.ServerTime;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.inmemory.InMemoryLimitStore;
import dev.stellwerk.application.port.out.BudgetHolds;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.limits.LimitVerdict.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * Limits counted by the server: one script call a reservation, none a settlement. Settlements travel with the next
 * reservation of the same limit or a few milliseconds later by {@link #tend}, whichever comes first.
 *
 * <p>While the server is away this instance counts alone, beginning with what the server counted last, in the same
 * minutes. What it grants meanwhile is told to the server on its return, so no window is granted twice.
 */
public final class RedisLimitStore implements LimitStore {
    /** A crashed instance's slots are free again after this long; a living one confirms its own more often. */
    static final Duration SLOT_LIFE = Duration.ofSeconds(10);

    static final String LIFE_MILLIS = Long.toString(SLOT_LIFE.toMillis());
    private static final Duration SLOT_RETRY = Duration.ofSeconds(1);
    private static final Script RESERVE = Script.beside(RedisLimitStore.class, "reserve.lua");

    private final RedisLink link;
    private final String instance;
    private final ServerTime time;
    private final InMemoryLimitStore alone;
    private final OwedAmounts owed = new OwedAmounts();
    private final Holdings holdings;
    private final Settlements settlements;

    public RedisLimitStore(RedisLink link, String instance) {
        this.link = link;
        this.instance = instance;
        this.time = link.serverTime();
        this.alone = new InMemoryLimitStore(time);
        this.holdings = new Holdings(time.steadyMillis() * 1_000);
        this.settlements = new Settlements(link, instance, owed, holdings, alone);
    }

    @Override
    public LimitVerdict reserve(List<Charge> charges, List<Claim> claims) {
        BudgetReached reached = alone.budgets().hold(claims);
        if (reached != null) {
            return reached;
        }
        LimitVerdict verdict = reserve(charges);
        if (!(verdict instanceof Granted)) {
            alone.budgets().giveBack(claims);
        }
        return verdict;
    }

    @Override
    public BudgetHolds budgets() {
        return alone.budgets();
    }

    @Override
    public LimitVerdict reserve(List<Charge> charges) {
        if (charges.isEmpty()) {
            return new Granted(time.minute());
        }
        var reservation = new Reservation(charges, owed, holdings);
        return shared(reservation).orElseGet(() -> alone(reservation));
    }

    private Optional<LimitVerdict> shared(Reservation reservation) {
        Optional<LimitVerdict> verdict = ask(reservation);
        // It may have overtaken the very corrections for whose lack it was refused; by now they have arrived.
        return reservation.overtaking() && verdict.orElse(null) instanceof Refused ? ask(reservation) : verdict;
    }

    private Optional<LimitVerdict> ask(Reservation reservation) {
        if (!link.connected()) {
            return Optional.empty();
        }
        boolean reminding = settlements.reminding();
        List<String> arguments = reservation.arguments(instance);
        Optional<LimitVerdict> verdict = link.ask(client -> run(client, reservation, arguments));
        if (verdict.isEmpty()) {
            reservation.unheard();
        } else if (!reminding && !settlements.reminding()) { // a reminder may arrive after this; then it is told again
            reservation.heard();
        }
        return verdict;
    }

    private LimitVerdict run(UnifiedJedis client, Reservation reservation, List<String> arguments) {
        List<?> reply = (List<?>) RESERVE.run(client, reservation.names(), arguments);
        if (number(reply, 0) == 0) {
            Charge charge = reservation.charges().get((int) number(reply, 1) - 1);
            return new Refused(charge, number(reply, 2), retryAfter(charge, number(reply, 3)));
        }
        var granted = new Granted(number(reply, 1));
        var used = new long[reservation.charges().size()];
        for (int i = 0; i < used.length; i++) {
            used[i] = number(reply, i + 2);
        }
        reservation.hold();
        alone.adopt(granted, reservation.charges(), used);
        return granted;
    }

    private static long number(List<?> reply, int index) {
        return (Long) reply.get(index);
    }

    private static Duration retryAfter(Charge charge, long millisLeft) {
        return Reservation.slotted(charge) ? SLOT_RETRY : Duration.ofMillis(Math.max(1_000, millisLeft));
    }

    private LimitVerdict alone(Reservation reservation) {
        LimitVerdict verdict = alone.reserve(reservation.charges());
        switch (verdict) {
            case Granted granted -> {
                reservation.hold();
                reservation.owe(granted.minute());
                settlements.remind();
            }
            case Refused _, BudgetReached _ -> reservation.abandon();
        }
        return verdict;
    }

    @Override
    public void settle(Granted reservation, List<Charge> differences) {
        alone.settle(reservation, differences);
        for (Charge difference : differences) {
            String name = KeyLayout.limit(difference);
            if (!Reservation.slotted(difference)) {
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
