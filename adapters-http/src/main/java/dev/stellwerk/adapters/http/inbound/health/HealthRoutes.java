package dev.stellwerk.adapters.http.inbound.health;

import dev.stellwerk.adapters.http.inbound.connection.Stopping;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.port.out.Readiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether the process lives, and whether calls are likely to succeed. For anybody; says nothing else. */
public final class HealthRoutes {
    private static final System.Logger LOG = System.getLogger(HealthRoutes.class.getName());

    private final Readiness readiness;
    private final Stopping stopping;
    private final String version;
    private final boolean database;
    private final @Nullable Readiness redis;
    private final AtomicReference<@Nullable String> lastCause = new AtomicReference<>();

    /**
     * @param version the gateway's own version
     * @param database whether there is one to speak of
     * @param redis whether state is shared through it at this moment; null means that it never is
     */
    public HealthRoutes(
            Readiness readiness, Stopping stopping, String version, boolean database, @Nullable Readiness redis) {
        this.readiness = readiness;
        this.stopping = stopping;
        this.version = version;
        this.database = database;
        this.redis = redis;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/", "home", exchange -> exchange.send("LiteLLM: RUNNING")), // probes look for it
                Route.open("GET", "/health/liveliness", "liveliness", exchange -> exchange.send("I'm alive!")),
                Route.open("GET", "/health/liveness", "liveness", exchange -> exchange.send("I'm alive!")),
                Route.open("GET", "/health/readiness", "readiness", this::ready));
    }

    private void ready(Exchange exchange) {
        if (stopping.announced()) {
            exchange.sendDetail(503, "Service Unhealthy (shutting down)");
            return;
        }
        switch (readiness.check()) {
            case Readiness.Result.Ready() -> {
                tellOnce(null);
                exchange.send(healthy());
            }
            case Readiness.Result.NotReady(String cause) -> {
                tellOnce(cause);
                exchange.sendDetail(503, "Service Unhealthy (not ready; the log of the gateway says why)");
            }
        }
    }

    private Map<String, Object> healthy() {
        var health = new LinkedHashMap<String, Object>();
        health.put("status", "healthy");
        health.put("db", database ? "connected" : "Not connected");
        boolean shared = redis != null && redis.check() instanceof Readiness.Result.Ready;
        health.put("cache", shared ? "redis" : null);
        health.put("litellm_version", version);
        health.put("success_callbacks", List.of());
        health.put("use_aiohttp_transport", false);
        return health;
    }

    /** The cause may name hosts, which strangers are not told; operators find it in the log, once. */
    private void tellOnce(@Nullable String cause) {
        String before = lastCause.getAndSet(cause);
        if (cause != null && !cause.equals(before)) {
            LOG.log(System.Logger.Level.WARNING, "not ready: {0}", cause);
        } else if (cause == null && before != null) {
            LOG.log(System.Logger.Level.INFO, "ready again");
        }
    }
}
