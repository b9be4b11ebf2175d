package dev.stellwerk.application.access;

import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import java.util.Set;
import java.util.TreeSet;

/** The log of management changes: a line says who asked from where for what and how that ended; the log adds when. */
public final class AuditTrail {
    private static final System.Logger TRAIL = System.getLogger("dev.stellwerk.audit");

    private AuditTrail() {}

    /**
     * Writes one line.
     *
     * @param target in words that hold neither a secret nor a blank
     * @param fields the names of what was given
     */
    public static void write(
            Caller who, Requester by, String action, String target, Set<String> fields, String outcome) {
        TRAIL.log(
                System.Logger.Level.INFO,
                () -> "who=%s from=%s action=%s target=%s fields=%s outcome=%s"
                        .formatted(name(who), printable(by.address()), action, target, new TreeSet<>(fields), outcome));
    }

    private static String name(Caller who) {
        return switch (who.role()) {
            case MASTER -> "master-key";
            case KEYLESS -> "keyless";
            case KEY -> who.key().map(ApiKey::display).orElse("key");
        };
    }

    /** What callers name could otherwise pass for a line of its own, or be a key in clear. */
    public static String printable(String id) {
        return id.startsWith(KeyText.PREFIX) ? "(a key)" : id.replaceAll("[^\\p{Print}]|[\\s,]", "?");
    }
}
