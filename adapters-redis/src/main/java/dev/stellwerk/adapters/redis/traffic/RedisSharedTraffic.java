package dev.stellwerk.adapters.redis.traffic;

import dev.stellwerk.adapters.redis.connection.RedisLink;
import dev.stellwerk.adapters.redis.connection.Script;
import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.application.port.out.SharedTraffic;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Cooldowns go out at once as a message, and are kept by the server for instances that start later or missed it. Calls
 * in flight and usage of the minute are exchanged five times a second: each instance replaces its own report and sums
 * up the others', so nothing drifts, and an instance that no longer reports no longer counts.
 */
public final class RedisSharedTraffic implements SharedTraffic {
    private static final Duration EXCHANGED_EVERY = Duration.ofMillis(200);
    private static final String INSTANCE_LIFE_MILLIS = "2000";

    /** Cooldowns waiting to be told, one a deployment and type of calls. */
    private static final int WAITING_MAX = 10_000;

    private static final Script ANNOUNCE = Script.beside(RedisSharedTraffic.class, "announce.lua");
    private static final Script EXCHANGE = Script.beside(RedisSharedTraffic.class, "exchange.lua");
    private static final List<String> EXCHANGE_KEYS = List.of(KeyLayout.HEADS, KeyLayout.REPORTS, KeyLayout.COOLDOWNS);

    private final RedisLink link;
    private final Time time;
    private final String instance;
    private final Runnable wake;
    private final Runnable forgotten;
    private final ConcurrentMap<String, Cooldown> waiting = new ConcurrentHashMap<>();
    private final Deployments deployments;
    private final Elsewhere elsewhere;
    private final Cooldowns cooldowns;
    private final long started;
    private String reported = "";
    private long reports;
    private String cooldownsHeard = "";
    private long exchangedNanos;

    /**
     * @param wake makes the thread that calls {@link #tend} do so at once
     * @param forgotten called when the server turns out to have lost what this instance told it
     */
    public RedisSharedTraffic(
            RedisLink link, Time time, TrafficBoard board, String instance, Runnable wake, Runnable forgotten) {
        this.link = link;
        this.time = time;
        this.instance = instance;
        this.wake = wake;
        this.forgotten = forgotten;
        this.deployments = new Deployments(board);
        this.elsewhere = new Elsewhere(deployments);
        this.cooldowns = new Cooldowns(deployments, time, instance);
        this.started = time.steadyMillis();
        this.exchangedNanos = time.nanos() - EXCHANGED_EVERY.toNanos();
    }

    @Override
    public void announce(DeploymentId id, Cooldown cooldown) {
        if (waiting.size() < WAITING_MAX) {
            waiting.put(CooldownNote.subject(id, cooldown), cooldown);
            wake.run();
        }
    }

    /** A message of another instance. */
    public void hear(String message) {
        cooldowns.hear(message);
    }

    /** Tells and hears; for one thread. */
    public void tend() {
        long now = time.nanos();
        waiting.forEach((subject, cooldown) -> tell(subject, cooldown, now));
        if (now - exchangedNanos >= EXCHANGED_EVERY.toNanos()) {
            exchangedNanos = now;
            exchange(time.minute());
        }
    }

    private void tell(String subject, Cooldown cooldown, long now) {
        long left = CooldownNote.millisLeft(cooldown, now);
        if (left <= 0 || told(subject, cooldown, left)) {
            waiting.remove(subject, cooldown);
        }
    }

    private boolean told(String subject, Cooldown cooldown, long left) {
        List<String> arguments = List.of(
                subject, Long.toString(left), CooldownNote.rest(cooldown, instance), KeyLayout.COOLDOWN_CHANNEL);
        return link.ask(client -> ANNOUNCE.run(client, List.of(KeyLayout.COOLDOWNS), arguments))
                .isPresent();
    }

    private void exchange(long minute) {
        String report = deployments.look(minute).text();
        boolean news = !report.equals(reported);
        if (news) {
            reports++;
        }
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of(instance, INSTANCE_LIFE_MILLIS, started + "-" + reports, news ? report : "", cooldownsHeard));
        arguments.addAll(elsewhere.heard());
        link.ask(client -> (List<?>) EXCHANGE.run(client, EXCHANGE_KEYS, arguments))
                .ifPresentOrElse(reply -> hear(reply, report, minute), () -> nobodyHeard(minute));
        cooldowns.write();
    }

    private void hear(List<?> reply, String report, long minute) {
        long serverMillis = (Long) reply.get(0);
        boolean missing = (Long) reply.get(1) == 1;
        link.serverTime().observe(serverMillis);
        reported = missing ? "" : report;
        if (missing) {
            forgotten.run();
        }
        cooldownsHeard = (String) reply.get(2);
        cooldowns.learn((List<?>) reply.get(3), serverMillis);
        elsewhere.hear((List<?>) reply.get(4), minute);
    }

    private void nobodyHeard(long minute) {
        reported = "";
        cooldownsHeard = "";
        elsewhere.silence(minute);
    }
}
