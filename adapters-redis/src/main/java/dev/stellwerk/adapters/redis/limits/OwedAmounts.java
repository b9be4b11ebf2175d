package dev.stellwerk.adapters.redis.limits;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the server has not been told of its windows: corrections, and what was granted while it was away. One sum for
 * each window, however many settlements it came from. Safe for all threads.
 */
final class OwedAmounts {
    /** Windows with something owed. Beyond that nothing is added; the minute's end makes room. */
    private static final int WINDOWS_MAX = 100_000;

    private final ConcurrentMap<String, Owed> byWindow = new ConcurrentHashMap<>();
    private volatile Set<String> onTheWay = Set.of();

    record Owed(long minute, long amount) {}

    void add(String window, long minute, long amount) {
        if (amount != 0 && byWindow.size() < WINDOWS_MAX) {
            byWindow.merge(window, new Owed(minute, amount), OwedAmounts::sum);
        }
    }

    private static @Nullable Owed sum(Owed old, Owed more) {
        if (old.minute != more.minute) {
            return old.minute > more.minute ? old : more;
        }
        long amount = old.amount + more.amount;
        return amount == 0 ? null : new Owed(old.minute, amount);
    }

    /** Takes it out, to be told at once. */
    @Nullable
    Owed take(String window) {
        return byWindow.remove(window);
    }

    /**
     * Nobody knows whether the server heard this. What was used is told again, for a limit may rather be too tight
     * for a minute than too wide; what was given back is not.
     */
    void unheard(String window, Owed owed) {
        if (owed.amount > 0) {
            add(window, owed.minute, owed.amount);
        }
    }

    /** Takes out up to {@code most} windows; until {@link #arrived} they count as on the way. */
    Map<String, Owed> takeSome(int most) {
        List<String> windows = new ArrayList<>();
        for (Iterator<String> all = byWindow.keySet().iterator(); all.hasNext() && windows.size() < most; ) {
            windows.add(all.next());
        }
        onTheWay = Set.copyOf(windows);
        Map<String, Owed> taken = new LinkedHashMap<>();
        for (String window : windows) {
            Owed owed = byWindow.remove(window);
            if (owed != null) {
                taken.put(window, owed);
            }
        }
        return taken;
    }

    void arrived() {
        onTheWay = Set.of();
    }

    /** Whether the server may be about to hear of one of these. */
    boolean onTheWay(List<String> windows) {
        Set<String> now = onTheWay;
        if (!now.isEmpty()) {
            for (String window : windows) {
                if (now.contains(window)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Forgets windows that are over. */
    void forgetBefore(long minute) {
        byWindow.values().removeIf(owed -> owed.minute < minute);
    }
}
