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
    private boolean confirmAll = true;

    Settlements(RedisLink link, String instance, OwedAmounts owed, Holdings holdings) {
        this.link = link;
        this.time = link.serverTime();
        this.instance = instance;
        this.owed = owed;
        this.holdings = holdings;
        this.confirmedNanos = time.nanos();
    }

    void confirmAllNext() {
        confirmAll = true;
    }

    void tell() {
        tellOwed();
        tellHoldings();
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

    private void tellHoldings() {
        long now = time.nanos();
        boolean all = confirmAll || now - confirmedNanos >= CONFIRMED_EVERY.toNanos();
        Map<String, News> news = holdings.news(all);
        var batch = new ArrayList<Map.Entry<String, News>>(KEYS_MAX);
        boolean told = true;
        for (Map.Entry<String, News> one : news.entrySet()) {
            batch.add(one);
            if (batch.size() == KEYS_MAX) {
                told &= tell(batch);
                batch.clear();
            }
        }
        told &= tell(batch);
        if (all && told) {
            confirmAll = false;
            confirmedNanos = now;
        }
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
            batch.forEach(one -> holdings.told(one.getKey(), one.getValue()));
        }
        return told;
    }

    private boolean run(Call call) {
        Optional<Object> answer = link.ask(client -> SETTLE.run(client, call.keys, call.arguments));
        return answer.isPresent();
    }

    private final class Call {
        final List<String> keys = new ArrayList<>();
        final List<String> arguments = new ArrayList<>(List.of(instance, RedisLimitStore.LIFE_MILLIS));

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
