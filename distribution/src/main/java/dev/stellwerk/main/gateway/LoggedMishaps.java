package dev.stellwerk.main.gateway;

import dev.stellwerk.domain.routing.guard.Mishaps;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Writes what went wrong in a plugin's code to the log, once a minute for each extension: calls may fail by the thousand. */
final class LoggedMishaps implements Mishaps {
    private static final System.Logger LOG = System.getLogger("dev.stellwerk.plugin");
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Time time;
    private final Map<String, Long> lastNanos = new ConcurrentHashMap<>(); // as many as there are extensions

    LoggedMishaps(Time time) {
        this.time = time;
    }

    @Override
    public void happened(String extension, String what, @Nullable Throwable thrown) {
        long now = time.nanos();
        Long before = lastNanos.get(extension);
        if (before != null && now - before < PAUSE_NANOS) {
            return;
        }
        if (before == null
                ? lastNanos.putIfAbsent(extension, now) == null
                : lastNanos.replace(extension, before, now)) {
            LOG.log(System.Logger.Level.ERROR, extension + " " + what, thrown);
        }
    }
}
