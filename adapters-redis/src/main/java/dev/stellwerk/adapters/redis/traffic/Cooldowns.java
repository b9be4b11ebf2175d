package dev.stellwerk.adapters.redis.traffic;

import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cooldowns that other instances decided, written to the board. Each is written once to each deployment, so that one
 * that is ended early here stays ended; a deployment that joins the board later still learns of it.
 */
final class Cooldowns {
    private static final int NOTES_MAX = 10_000;

    private final Deployments deployments;
    private final Time time;
    private final String instance;
    private final Map<String, Kept> kept = new HashMap<>();

    private static final class Kept {
        final String text;
        final Cooldown cooldown;

        @Nullable
        DeploymentTraffic written;

        Kept(String text, Cooldown cooldown) {
            this.text = text;
            this.cooldown = cooldown;
        }
    }

    Cooldowns(Deployments deployments, Time time, String instance) {
        this.deployments = deployments;
        this.time = time;
        this.instance = instance;
    }

    /** Any thread: what a message said, "DEPLOYMENT NOTE". */
    void hear(String message) {
        int blank = message.indexOf(' ');
        if (blank > 0) {
            CooldownNote.read(message.substring(blank + 1))
                    .filter(note -> !note.origin().equals(instance))
                    .flatMap(note -> note.cooldown(message.substring(0, blank), note.millis(), time.nanos()))
                    .ifPresent(cooldown -> deployments
                            .find(CooldownNote.hash(message.substring(0, blank)))
                            .ifPresent(traffic -> traffic.coolDown(cooldown)));
        }
    }

    /**
     * One thread: what the server keeps.
     *
     * @param notes deployment and note, one after the other
     */
    void learn(List<?> notes, long serverMillis) {
        for (int i = 0; i + 1 < notes.size() && kept.size() < NOTES_MAX; i += 2) {
            learn((String) notes.get(i), (String) notes.get(i + 1), serverMillis);
        }
    }

    private void learn(String subject, String text, long serverMillis) {
        Kept known = kept.get(subject);
        if (known == null || !known.text.equals(text)) {
            CooldownNote.read(text)
                    .filter(note -> !note.origin().equals(instance))
                    .flatMap(note -> note.cooldown(subject, note.millis() - serverMillis, time.nanos()))
                    .ifPresent(cooldown -> kept.put(subject, new Kept(text, cooldown)));
        }
    }

    /** One thread: writes what has not been written, forgets what is over. */
    void write() {
        long now = time.nanos();
        for (Iterator<Map.Entry<String, Kept>> all = kept.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Kept> one = all.next();
            if (one.getValue().cooldown.untilNanos() - now <= 0) {
                all.remove();
            } else {
                deployments.find(CooldownNote.hash(one.getKey())).ifPresent(traffic -> write(one.getValue(), traffic));
            }
        }
    }

    private static void write(Kept kept, DeploymentTraffic traffic) {
        if (kept.written != traffic) {
            kept.written = traffic;
            traffic.coolDown(kept.cooldown);
        }
    }
}
