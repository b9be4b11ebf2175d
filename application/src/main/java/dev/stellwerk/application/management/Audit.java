package dev.stellwerk.application.management;

import dev.stellwerk.application.access.AuditTrail;
import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The trail of management changes: one line for each, written whether the change was made or not. It says who asked from
 * where for what and how that ended, and the log adds when. Fields are named without their values; keys are shown by
 * their last characters, and only those that exist; customers by a digest.
 */
final class Audit {
    private static final String UNKNOWN = "-";
    private static final int DIGEST_CHARACTERS = 16;

    private final Caller who;
    private final Requester by;

    Audit(Caller who, Requester by) {
        this.who = who;
        this.by = by;
    }

    /**
     * Makes a change and writes its line.
     *
     * @param claimed what the request says that it is about
     * @param shown what it was about, once it is done
     */
    <T> T trail(
            String action, String claimed, Set<String> fields, Supplier<T> change, Function<? super T, String> shown) {
        String outcome = "failed";
        String target = claimed;
        try {
            T result = change.get();
            outcome = "done";
            target = shown.apply(result);
            return result;
        } catch (ManagementFault fault) {
            outcome = "refused";
            throw fault;
        } finally {
            AuditTrail.write(who, by, action, target, fields, outcome);
        }
    }

    /** The same for a change of a key, whose name is not repeated before it is known to be one. */
    ApiKey trailOfKey(String action, Set<String> fields, Supplier<ApiKey> change) {
        return trail(action, UNKNOWN, fields, change, ApiKey::display);
    }

    /** The same for a change of a team. */
    Team trailOfTeam(String action, String claimed, Set<String> fields, Supplier<Team> change) {
        return trail(action, AuditTrail.printable(claimed), fields, change, team -> AuditTrail.printable(team.id()));
    }

    /** Ids of customers are for the applications that know these people. */
    static String customers(Collection<String> ids) {
        return ids.stream()
                .map(id -> "customer:" + KeyText.hash(id).substring(0, DIGEST_CHARACTERS))
                .collect(Collectors.joining(","));
    }

    static String teams(Collection<String> ids) {
        return ids.stream().map(AuditTrail::printable).collect(Collectors.joining(","));
    }
}
