package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.connection.Script;
import dev.stellwerk.adapters.redis.connection.ServerTime;
import dev.stellwerk.adapters.redis.limits.Holdings.News;
import dev.stellwerk.adapters.redis.limits.OwedAmounts.Owed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the server what it has not heard with a reservation. One thread. */
final class Settlements {
    private static final Duration CONFIRMED_EVERY = Duration.ofSeconds(2);
    private static final int KEYS_MAX = 200;
    private static final Script SETTLE = Script.beside(Settlements.class, "settle.lua");

    private final RedisLink link;
    private final ServerTime time;
    private final String instance;
    private final OwedAmounts owed;
    private final Holdings holdings;
    private long confirmedNanos;
    private long thereNanos;
    private volatile boolean reminderDue;
    private volatile boolean reminding;

    Settlements(RedisLink link, String instance, OwedAmounts owed, Holdings holdings) {
        this.link = link;
        this.time = link.serverTime();
        this.instance = instance;
        this.owed = owed;
        this.holdings = holdings;
        this.confirmedNanos = time.nanos();
        this.thereNanos = confirmedNanos;
    }

    /** At the next turn the server is told of all slots held, also of those it does not know. Any thread. */
    void remind() {
        reminderDue = true;
    }

    /** Whether that is happening now. Any thread. */
    boolean reminding() {
        return reminding;
    }

    /** One turn. */
    void tell() {
        long now = time.nanos();
        owed.forgetBefore(time.minute());
        if (link.connected()) {
            thereNanos = now;
            tellOwed();
            tellHoldings(now);
        } else if (now - thereNanos > RedisLimitStore.SLOT_LIFE.toNanos()) {
            holdings.forgetFreed(); // the server knows none of our slots any more
        }
    }

    private void tellOwed() {
        int told;
        do {
            Map<String, Owed> some = owed.takeSome(KEYS_MAX);
            told = some.size();
            if (told > 0 && !run(windows(some))) {
                some.forEach(owed::unheard);
                told = 0;
            }
            owed.arrived();
        } while (told == KEYS_MAX);
    }

    private Call windows(Map<String, Owed> some) {
        var call = new Call();
        some.forEach((window, amount) ->
                call.key(window).add("w").add(Long.toString(amount.minute())).add(Long.toString(amount.amount())));
        return call;
    }

    private void tellHoldings(long now) {
        reminding = reminderDue;
        reminderDue = false;
        boolean all = reminding || now - confirmedNanos >= CONFIRMED_EVERY.toNanos();
        boolean told = tell(holdings.news(all));
        if (all && told) {
            confirmedNanos = now;
        }
        reminderDue |= reminding && !told;
        reminding = false;
    }

    private boolean tell(Map<String, News> news) {
        boolean told = true;
        var batch = new ArrayList<Map.Entry<String, News>>();
        for (Map.Entry<String, News> one : news.entrySet()) {
            batch.add(one);
            if (batch.size() == KEYS_MAX) {
                told = tell(batch) && told;
                batch.clear();
            }
        }
        return tell(batch) && told;
    }

    private boolean tell(List<Map.Entry<String, News>> batch) {
        if (batch.isEmpty()) {
            return true;
        }
        var call = new Call();
        for (Map.Entry<String, News> one : batch) {
            call.key(one.getKey())
                    .add("s")
                    .numbers(one.getValue().held())
                    .numbers(one.getValue().freed());
        }
        boolean told = run(call);
        if (told) {
            batch.forEach(one -> holdings.told(one.getKey(), one.getValue().freed()));
        }
        return told;
    }

    private boolean run(Call call) {
        Optional<Object> answer = link.ask(client -> SETTLE.run(client, call.keys, call.arguments));
        return answer.isPresent();
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
