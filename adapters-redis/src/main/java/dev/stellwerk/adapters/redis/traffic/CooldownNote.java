package dev.stellwerk.adapters.redis.traffic;

import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.traffic.Cooldown;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cooldown as instances tell it to each other: "MILLIS STATUS LENGTH ORIGIN REASON". The first number is what is left
 * of it in a message, and when it ends by the server's clock where it is kept; whoever reads knows which.
 *
 * @param millis see above
 * @param origin the instance that decided it
 */
record CooldownNote(long millis, int status, Duration length, String origin, String reason) {
    /** Nothing cools down for longer than that; a larger number is not ours. */
    private static final long MILLIS_MAX = Duration.ofDays(1).toMillis();

    private static final char TYPE = '/';
    private static final int REASON_CHARACTERS_MAX = 100;
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,15}) (\\d{1,3}) (\\d{1,10}) ([0-9a-f]{32}) ([\\w .:/-]{0,100})");

    /** What it is about: a deployment's hash, and behind a slash the only type of calls that is kept away. */
    static String subject(DeploymentId id, Cooldown cooldown) {
        String hash = KeyLayout.hash(id.value());
        CallType only = cooldown.only();
        return only == null ? hash : hash + TYPE + only.name();
    }

    /** The deployment's hash. */
    static String hash(String subject) {
        int type = subject.indexOf(TYPE);
        return type < 0 ? subject : subject.substring(0, type);
    }

    private static boolean readable(String subject) {
        return subject.indexOf(TYPE) < 0 || type(subject) != null;
    }

    private static @Nullable CallType type(String subject) {
        String name = subject.substring(subject.indexOf(TYPE) + 1);
        for (CallType type : CallType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    /** What follows the first number. */
    static String rest(Cooldown cooldown, String origin) {
        String reason = cooldown.reason().replaceAll("[^\\w .:/-]", " ");
        return "%d %d %s %s"
                .formatted(
                        Math.clamp(cooldown.status(), 0, 999),
                        Math.clamp(cooldown.length().toMillis(), 0, MILLIS_MAX),
                        origin,
                        reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX)));
    }

    /** What is left of it, as far as others need to know. */
    static long millisLeft(Cooldown cooldown, long nowNanos) {
        return Math.min(cooldown.remaining(nowNanos).toMillis(), MILLIS_MAX);
    }

    /** Empty for anything that we would not have written. */
    static Optional<CooldownNote> read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new CooldownNote(
                Long.parseLong(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Duration.ofMillis(Long.parseLong(parts.group(3))),
                parts.group(4),
                parts.group(5)));
    }

    /** In this process's time; empty when it is over, too long to be true, or about calls that nobody knows here. */
    Optional<Cooldown> cooldown(String subject, long millisLeft, long nowNanos) {
        return millisLeft <= 0 || millisLeft > MILLIS_MAX || !readable(subject)
                ? Optional.empty()
                : Optional.of(new Cooldown(nowNanos + millisLeft * 1_000_000, status, reason, length, type(subject)));
    }
}
