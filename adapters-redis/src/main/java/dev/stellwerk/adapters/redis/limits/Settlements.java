package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.connection.Script;
import dev.stellwerk.adapters.redis.connection.ServerTime;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.adapters.redis.limits.Holdings.News;
import dev.stellwerk.adapters.redis.limits.OwedAmounts.Owed;
import dev.stellwerk.application.inmemory.InMemoryBudgetHolds.Statement;
import dev.stellwerk.application.inmemory.InMemoryLimitStore;
import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.domain.limits.Charge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** Tells the server what it has not heard with a reservation. One thread. */
final class Settlements {
    private static final Duration CONFIRMED_EVERY = Duration.ofSeconds(2);
    private static final int KEYS_MAX = 200;
    private static final Script SETTLE = Script.beside(Settlements.class, "budget.lua", "settle.lua");

    private final RedisLink link;
    private final ServerTime time;
    private final String instance;
    private final OwedAmounts owed;
    private final Holdings holdings;
    private final InMemoryLimitStore alone;
    private final RedisBudgetHolds budgets;
    private final Way shared;
    private long confirmedNanos;
    private long thereNanos;
    private volatile boolean reminderDue;
    private volatile boolean reminding;

    Settlements(
            RedisLink link,
            String instance,
            OwedAmounts owed,
            Holdings holdings,
            InMemoryLimitStore alone,
            RedisBudgetHolds budgets) {
        this.link = link;
        this.time = link.serverTime();
        this.instance = instance;
        this.owed = owed;
        this.holdings = holdings;
        this.alone = alone;
        this.budgets = budgets;
        this.shared = call -> link.ask(client -> run(client, call)).isPresent();
        this.confirmedNanos = time.nanos();
        this.thereNanos = confirmedNanos;
    }

    /** At the next turn the server is told all, as if it had lost its memory. Any thread. */
    void remind() {
        reminderDue = true;
    }

    /** Whether that is happening now. Any thread. */
    boolean reminding() {
        return reminding;
    }

    /** How a call gets to the server. */
    private interface Way {
        /** Whether it arrived. */
        boolean send(Call call);
    }

    /** The server is back: it is told all before the first request asks it. Throws what the client throws. */
    void welcome(UnifiedJedis client) {
        var direct = new Direct(client);
        remind();
        tell(direct);
        if (direct.failure != null) {
            throw direct.failure;
        }
    }

    /** One turn. */
    void tell() {
        owed.forgetBefore(time.minute());
        if (link.connected()) {
            thereNanos = time.nanos();
            tell(shared);
        } else if (time.nanos() - thereNanos > RedisLimitStore.SLOT_LIFE.toNanos()) {
            holdings.forgetFreed(); // the server knows none of our slots any more
        }
    }

    private void tell(Way way) {
        reminding = reminderDue;
        reminderDue = false;
        long now = time.nanos();
        boolean all = reminding || now - confirmedNanos >= CONFIRMED_EVERY.toNanos();
        boolean told =
                tellOwed(way) && (!reminding || tellUsed(way)) && tellHoldings(all, way) && tellBudgets(all, way);
        if (all && told) {
            confirmedNanos = now;
        }
        reminderDue |= reminding && !told;
        reminding = false;
    }

    private boolean tellOwed(Way way) {
        int told;
        do {
            Map<String, Owed> some = owed.takeSome(KEYS_MAX);
            told = some.size();
            if (told > 0 && !way.send(windows(some))) {
                some.forEach(owed::unheard);
                told = -1;
            }
            owed.arrived();
        } while (told == KEYS_MAX);
        return told >= 0;
    }

    private boolean tellUsed(Way way) {
        String minute = Long.toString(time.minute());
        var call = new Call();
        boolean told = true;
        for (Charge used : alone.usedThisMinute()) {
            call.key(KeyLayout.limit(used)).add("u").add(minute).add(Long.toString(used.amount()));
            if (call.keys.size() == KEYS_MAX) {
                told = told && way.send(call);
                call = new Call();
            }
        }
        return told && (call.keys.isEmpty() || way.send(call));
    }

    private Call windows(Map<String, Owed> some) {
        var call = new Call();
        some.forEach((window, amount) ->
                call.key(window).add("w").add(Long.toString(amount.minute())).add(Long.toString(amount.amount())));
        return call;
    }

    private boolean tellHoldings(boolean all, Way way) {
        boolean told = true;
        var batch = new ArrayList<Map.Entry<String, News>>();
        for (Map.Entry<String, News> one : holdings.news(all).entrySet()) {
            batch.add(one);
            if (batch.size() == KEYS_MAX) {
                told = told && tell(batch, way);
                batch.clear();
            }
        }
        return told && (batch.isEmpty() || tell(batch, way));
    }

    private boolean tellBudgets(boolean all, Way way) {
        if (reminding) {
            budgets.sayAll();
        }
        Map<Account, Statement> news = budgets.news(all);
        var call = new Call();
        boolean told = true;
        for (Map.Entry<Account, Statement> one : news.entrySet()) {
            call.key(KeyLayout.budget(one.getKey())).add("b");
            Budgets.add(call.arguments, one.getValue());
            if (call.keys.size() == KEYS_MAX) {
                told = told && way.send(call);
                call = new Call();
            }
        }
        told = told && (call.keys.isEmpty() || way.send(call));
        if (!told) {
            budgets.unheard(news.keySet());
        }
        return told;
    }

    private boolean tell(List<Map.Entry<String, News>> batch, Way way) {
        var call = new Call();
        for (Map.Entry<String, News> one : batch) {
            call.key(one.getKey())
                    .add("s")
                    .numbers(one.getValue().held())
                    .numbers(one.getValue().freed());
        }
        boolean told = way.send(call);
        if (told) {
            batch.forEach(one -> holdings.told(one.getKey(), one.getValue().freed()));
        }
        return told;
    }

    private static Object run(UnifiedJedis client, Call call) {
        return SETTLE.run(client, call.keys, call.arguments);
    }

    /** To a server that the link does not offer to requests yet. */
    private static final class Direct implements Way {
        private final UnifiedJedis client;
        private @Nullable RuntimeException failure;

        Direct(UnifiedJedis client) {
            this.client = client;
        }

        @Override
        public boolean send(Call call) {
            try {
                run(client, call);
                return true;
            } catch (RuntimeException e) { // kept for the one who asks
                failure = e;
                return false;
            }
        }
    }

    private final class Call {
        final List<String> keys = new ArrayList<>();
        final List<String> arguments =
                new ArrayList<>(List.of(instance, RedisLimitStore.LIFE_MILLIS, reminding ? "CH" : "XX"));

        Call key(String key) {
            keys.add(key);
            return this;
        }

        Call add(String argument) {
            arguments.add(argument);
            return this;
        }

        Call numbers(List<Long> numbers) {
            arguments.add(Integer.toString(numbers.size()));
            for (Long number : numbers) {
                arguments.add(number.toString());
            }
            return this;
        }
    }
}
