package dev.stellwerk.adapters.redis.layout;

import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Every key and channel. A change of what is stored under a name, or of how it is written, raises {@link #VERSION}:
 * two releases share one server during an upgrade and must not misread each other.
 *
 * <p>All keys carry the same hash tag, so in a cluster all of them lie on one shard. One request may charge any
 * mixture of keys, teams and end users in one step, and a cluster takes such a step only within one slot; spread
 * counters would mean limits that are almost kept. The price: a cluster brings availability here, not capacity. One
 * shard serves some ten thousand reservations a second, and is either there or not, which is also what the breaker
 * needs: its probe asks the shard that everything else asks.
 *
 * <p>Ids are hashed: they may be long, hold any character, and are nobody's business on a shared server.
 */
public final class KeyLayout {
    private static final String VERSION = "1";
    private static final String PREFIX = "stellwerk:" + VERSION + ":{shared}:";
    private static final int HASH_BYTES = 16;

    /** Which instances live, and the version of what each last reported. */
    public static final String HEADS = PREFIX + "heads";

    /** What each instance last reported. */
    public static final String REPORTS = PREFIX + "reports";

    /** Cooldowns by deployment. */
    public static final String COOLDOWNS = PREFIX + "cooldowns";

    /** Cooldowns as they are decided. */
    public static final String COOLDOWN_CHANNEL = "stellwerk:" + VERSION + ":cooldown";

    /** Records as they change. */
    public static final String INVALIDATION_CHANNEL = "stellwerk:" + VERSION + ":changed";

    private KeyLayout() {}

    /** Where a limit is counted: a hash with minute and usage, or a sorted set of slots held. */
    public static String limit(Charge charge) {
        return PREFIX + "limit:"
                + hash(scope(charge.scope())
                        + '\n'
                        + charge.id()
                        + '\n'
                        + charge.kind().name());
    }

    /** Part of the layout: instances of several versions count in the same places. */
    private static String scope(LimitScope scope) {
        return switch (scope) {
            case KEY -> "api_key";
            case MODEL_OF_KEY -> "model_per_key";
            case TEAM -> "team";
            case MODEL_OF_TEAM -> "model_per_team";
            case CUSTOMER -> "end_user";
            case DEPLOYMENT -> "deployment";
        };
    }

    /** What is held of a budget: a hash of what the books show and of what each instance adds to that. */
    public static String budget(Account account) {
        return PREFIX + "budget:" + hash(account.owner().name() + '\n' + account.id());
    }

    public static String affinity(String key) {
        return PREFIX + "affinity:" + hash(key);
    }

    /** Written to find out whether the server takes writes. */
    public static String probe(String instance) {
        return PREFIX + "probe:" + instance;
    }

    /** 32 hexadecimal digits. */
    public static String hash(String id) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
