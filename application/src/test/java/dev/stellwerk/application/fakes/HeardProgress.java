package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.application.port.out.UsageLedger.Progress;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Whatever a ledger tells of its progress, as lines. */
public final class HeardProgress implements Progress {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile Runnable onWritten = () -> {};

    public List<String> events() {
        return events;
    }

    /** What to do the next times that something is written. */
    public void onWritten(Runnable action) {
        onWritten = action;
    }

    @Override
    public void found(Map<Account, BigDecimal> dollars) {
        events.add("found " + text(dollars, Map.of()));
    }

    @Override
    public void writing(Map<Account, BigDecimal> dollars) {
        events.add("writing " + text(dollars, Map.of()));
    }

    @Override
    public void written(Map<Account, BigDecimal> dollars, Map<Account, Booked> books) {
        events.add("written " + text(dollars, books));
        onWritten.run();
    }

    @Override
    public void forgotten(Account account, BigDecimal dollars) {
        events.add("forgotten " + text(Map.of(account, dollars), Map.of()));
    }

    private static String text(Map<Account, BigDecimal> dollars, Map<Account, Booked> books) {
        return new TreeMap<>(dollars)
                .entrySet().stream()
                        .map(entry -> entry.getKey().owner() + " "
                                + entry.getKey().id() + " " + entry.getValue() + shown(books.get(entry.getKey())))
                        .collect(Collectors.joining(", "));
    }

    private static String shown(@org.jspecify.annotations.Nullable Booked booked) {
        return booked == null
                ? ""
                : " of " + booked.spend().stripTrailingZeros().toPlainString();
    }
}
