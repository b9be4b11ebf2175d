package dev.stellwerk.adapters.redis.limits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The slots of parallel requests that this instance holds, each with a number of its own. The number makes telling the
 * server harmless to repeat: a slot is there or not, however often one says so. As large as the number of requests in
 * flight. Safe for all threads.
 */
final class Holdings {
    private static final int FREED_MAX = 1_000;

    private final ConcurrentMap<String, Slots> byLimit = new ConcurrentHashMap<>();
    private final AtomicLong numbers;

    /** Slots of one limit. Used only inside {@link ConcurrentMap#compute}, which keeps others out. */
    private static final class Slots {
        final Deque<Long> held = new ArrayDeque<>();

        /** Given back, and the server may not know. Of too many the oldest are left to expire. */
        final LinkedHashSet<Long> freed = new LinkedHashSet<>();

        void free(Long slot) {
            freed.addLast(slot);
            if (freed.size() > FREED_MAX) {
                freed.removeFirst();
            }
        }

        boolean empty() {
            return held.isEmpty() && freed.isEmpty();
        }
    }

    /** What to tell the server of one limit. */
    record News(List<Long> held, List<Long> freed) {}

    /** @param firstNumber beyond all that this instance used before it was started anew */
    Holdings(long firstNumber) {
        this.numbers = new AtomicLong(firstNumber);
    }

    /** Numbers for {@code count} slots; tells the first. */
    long number(long count) {
        return numbers.getAndAdd(count);
    }

    void hold(String limit, long first, long count) {
        change(limit, slots -> {
            for (long i = 0; i < count; i++) {
                slots.held.addLast(first + i);
            }
        });
    }

    /** Gives back any of the slots held: they are all alike. */
    void free(String limit, long count) {
        change(limit, slots -> {
            for (long i = 0; i < count && !slots.held.isEmpty(); i++) {
                slots.free(slots.held.removeFirst());
            }
        });
    }

    /** The server may have granted slots that nobody will use. */
    void abandon(String limit, long first, long count) {
        change(limit, slots -> {
            for (long i = 0; i < count; i++) {
                slots.free(first + i);
            }
        });
    }

    /** Slots of this limit that the server may still count. */
    List<Long> freed(String limit) {
        if (!byLimit.containsKey(limit)) {
            return List.of();
        }
        List<Long> some = new ArrayList<>();
        change(limit, slots -> some.addAll(slots.freed));
        return some;
    }

    /** News by limit: of all limits, or of those alone where slots were given back. */
    Map<String, News> news(boolean all) {
        Map<String, News> news = new LinkedHashMap<>();
        for (String limit : byLimit.keySet()) {
            change(limit, slots -> {
                if (all || !slots.freed.isEmpty()) {
                    news.put(limit, new News(all ? List.copyOf(slots.held) : List.of(), List.copyOf(slots.freed)));
                }
            });
        }
        return news;
    }

    /** The server knows that these were given back. */
    void told(String limit, List<Long> freed) {
        if (!freed.isEmpty()) {
            change(limit, slots -> freed.forEach(slots.freed::remove));
        }
    }

    /** All that was given back has expired on the server. */
    void forgetFreed() {
        byLimit.keySet().forEach(limit -> change(limit, slots -> slots.freed.clear()));
    }

    private interface Change {
        void apply(Slots slots);
    }

    private void change(String limit, Change change) {
        byLimit.compute(limit, (_, known) -> {
            Slots slots = known == null ? new Slots() : known;
            change.apply(slots);
            return slots.empty() ? null : slots;
        });
    }
}
