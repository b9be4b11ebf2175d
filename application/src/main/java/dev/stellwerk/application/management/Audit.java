package dev.stellwerk.application.management;

import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.domain.access.Caller;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The trail of management changes: one line for each, written whether the change was made or not. It names the fields
 * of a change, never their values.
 */
final class Audit {
    private static final System.Logger TRAIL = System.getLogger("dev.stellwerk.audit");

    private Audit() {}

    static <T> T trail(Caller who, String action, String target, Collection<String> fields, Supplier<T> change) {
        String outcome = "failed";
        try {
            T result = change.get();
            outcome = "done";
            return result;
        } catch (ManagementFault fault) {
            outcome = "refused";
            throw fault;
        } finally {
            write(who, action, target, fields, outcome);
        }
    }

    private static void write(Caller who, String action, String target, Collection<String> fields, String outcome) {
        TRAIL.log(
                System.Logger.Level.INFO,
                () -> "who=%s action=%s target=%s fields=%s outcome=%s"
                        .formatted(name(who), action, printable(target), new TreeSet<>(fields), outcome));
    }

    static <T> T trail(Caller who, String action, List<String> targets, Supplier<T> change) {
        return trail(who, action, String.join(",", targets), List.of(), change);
    }

    private static String name(Caller who) {
        return switch (who.role()) {
            case MASTER -> "master-key";
            case KEYLESS -> "keyless";
            case KEY -> who.key().map(key -> key.display()).orElse("key");
        };
    }

    /** What callers name could otherwise pass for a line of its own, or show a key in clear. */
    private static String printable(String target) {
        var line = new StringBuilder();
        for (String one : target.split(",", -1)) {
            String safe = one.startsWith(KeyText.PREFIX) ? KeyText.display(one) : one;
            line.append(line.isEmpty() ? "" : ",").append(safe.replaceAll("[^\\p{Print}]|\\s", "?"));
        }
        return line.toString();
    }
}
