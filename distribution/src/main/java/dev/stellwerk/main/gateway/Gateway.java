package dev.stellwerk.main.gateway;

import dev.stellwerk.adapters.http.HttpModule;
import dev.stellwerk.adapters.persistence.PersistenceModule;
import dev.stellwerk.adapters.persistence.config.ConfigurationModule;
import dev.stellwerk.adapters.redis.RedisModule;
import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.catalog.ListModelsService;
import dev.stellwerk.application.completion.Admission;
import dev.stellwerk.application.completion.CallModelService;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.inmemory.InMemoryAffinityStore;
import dev.stellwerk.application.inmemory.InMemoryLimitStore;
import dev.stellwerk.application.management.ManageCustomersService;
import dev.stellwerk.application.management.ManageKeysService;
import dev.stellwerk.application.management.ManageTeamsService;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.application.port.out.SharedTraffic;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.time.Time;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway. The only class that knows every module: constructors called from top to bottom, closed in the
 * opposite order.
 */
public final class Gateway implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final int EXIT_DEAF = 70;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private HttpModule.@Nullable RunningServer server;

    /**
     * What the command line says about serving.
     *
     * @param data holds the embedded database
     * @param drain how long running calls may take to end
     */
    public record Settings(String host, int port, Path data, Duration drain) {}

    private Gateway() {}

    /**
     * Starts it and says on {@code out} what it serves and where it listens.
     *
     * @throws StartFault when configuration or environment are at fault; nothing is left running then
     */
    public static Gateway start(GatewayConfiguration configuration, Settings settings, Plugins plugins, PrintStream out)
            throws StartFault {
        var gateway = new Gateway();
        try {
            gateway.wire(configuration, settings, plugins, out);
            return gateway;
        } catch (PersistenceModule.Refused | HttpModule.Refused fault) {
            gateway.close();
            throw new StartFault(String.valueOf(fault.getMessage()));
        } catch (StartFault | RuntimeException fault) {
            gateway.close();
            throw fault;
        }
    }

    private void wire(GatewayConfiguration configuration, Settings settings, Plugins plugins, PrintStream out)
            throws StartFault {
        Time time = new SystemTime();
        Routing routing = Routing.of(configuration, plugins, time);
        Shared shared = shared(configuration, routing, time);

        PersistenceModule stores = keep(PersistenceModule.open(
                new PersistenceModule.Settings(
                        settings.data(),
                        configuration.stores().databaseUrl(),
                        configuration.stores().databasePoolSize(),
                        configuration.access().keyCacheLife()),
                time,
                shared.invalidations(),
                shared.limits().budgets(),
                threads("stores")));

        var access = new AccessService(
                configuration.access(),
                stores.keys(),
                stores.teams(),
                stores.customers(),
                stores.budgetPeriods(),
                time);
        requireOwnMasterKey(access);
        Admission admission = routing.admission(configuration, plugins, access, shared.affinity());
        HttpModule.Memory memory = HttpModule.memory();
        HttpModule.Upstreams upstreams = keep(HttpModule.upstreams(configuration.wire(), memory, time));
        var client = new RefusedCredentials(upstreams.client());
        keep(deploymentLog(routing, client, time));
        var callModel = new CallModelService(
                admission,
                routing.router(),
                routing.budgets(),
                new CallModelService.Outside(
                        client, shared.limits(), shared.traffic(), shared.affinity(), stores.ledger()),
                routing.random(),
                time,
                configuration.wire().returnUpstreamModel());

        var random = new SecureRandom();
        RouterSettingsReader routerSettings = ConfigurationModule.keptRouterSettings();
        var useCases = new HttpModule.UseCases(
                callModel,
                routing.explain(admission),
                new ListModelsService(access, routing.catalog()),
                access,
                new ManageKeysService(access, stores.keys(), stores.teams(), routerSettings, random, time),
                new ManageTeamsService(access, stores.teams(), stores.keys(), routerSettings, random, time),
                new ManageCustomersService(access, stores.customers(), routing.catalog()::current, time));
        HttpModule.RunningServer listening = keep(HttpModule.start(
                new HttpModule.Settings(
                        settings.host(),
                        settings.port(),
                        BuildVersion.text(),
                        settings.drain(),
                        configuration.access(),
                        configuration.wire(),
                        true,
                        shared.redis(),
                        configuration.routing().litellmCompatible()),
                useCases,
                stores.readiness(),
                memory,
                time,
                callIds(routing.random())));
        server = listening;
        listening.watchListener(Gateway::die);
        out.println(serving(configuration, routing));
        out.println("listening on " + url(settings.host(), listening.port()));
    }

    /** Tells balancers to look away; everything is served until {@link #close}. */
    public void announceStop() {
        if (server != null) {
            server.announceStop();
        }
    }

    /** Whoever holds a virtual key of the same text would be an admin from now on. */
    private static void requireOwnMasterKey(AccessService access) throws StartFault {
        Optional<ApiKey> twin = access.twinOfMasterKey();
        if (twin.isPresent()) {
            throw new StartFault("general_settings.master_key has the text of the virtual key "
                    + twin.get().display() + ": choose another master key, or delete that key first");
        }
    }

    /** How many of the deployments that the file names can serve as they are configured. */
    static String serving(GatewayConfiguration configuration, Routing routing) {
        int named = configuration.deploymentsConfigured();
        int usable = configuration.deploymentsInService();
        return "serving " + (usable == named ? "" : usable + " of ") + counted(named, "deployment") + " in "
                + counted(routing.catalog().current().groups().size(), "model group") + ", "
                + configuration.routing().strategy();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The address as a client would write it. */
    static String url(String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return "http://" + (bare ? "[" + host + "]" : host) + ":" + port;
    }

    /** What instances share, or what stands for it in a single one. */
    private record Shared(
            LimitStore limits,
            SharedTraffic traffic,
            AffinityStore affinity,
            Invalidations invalidations,
            @Nullable Readiness redis) {}

    private Shared shared(GatewayConfiguration configuration, Routing routing, Time time) {
        GatewayConfiguration.Redis settings = configuration.stores().redis();
        if (settings == null) {
            return new Shared(
                    new InMemoryLimitStore(time),
                    SharedTraffic.ALONE,
                    new InMemoryAffinityStore(time),
                    Invalidations.ALONE,
                    null);
        }
        String instance = callIds(routing.random()).get();
        RedisModule redis = keep(RedisModule.connect(settings, time, routing.board(), instance, threads("redis")));
        return new Shared(
                redis.limits(), redis.sharedTraffic(), redis.affinity(), redis.invalidations(), redis.readiness());
    }

    private static DeploymentLog deploymentLog(Routing routing, RefusedCredentials credentials, Time time) {
        return new DeploymentLog(
                        routing.board(),
                        credentials.all(),
                        time,
                        line -> LOG.log(System.Logger.Level.WARNING, line),
                        line -> LOG.log(System.Logger.Level.INFO, line))
                .start(threads("deployment-log"));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
    }

    /** Names for calls that bring none: unique enough to find one in a log, drawn without waiting for entropy. */
    private static Supplier<String> callIds(RandomGenerator random) {
        return () -> {
            var bytes = new byte[16];
            random.nextBytes(bytes);
            String hex = HexFormat.of().formatHex(bytes);
            return String.join(
                    "-",
                    hex.substring(0, 8),
                    hex.substring(8, 12),
                    hex.substring(12, 16),
                    hex.substring(16, 20),
                    hex.substring(20));
        };
    }

    /** A gateway that no longer hears anybody is worse than none: whoever watches the process starts it anew. */
    private static void die() {
        LOG.log(System.Logger.Level.ERROR, "the listener is gone; the gateway ends so that it can be started anew");
        Runtime.getRuntime().halt(EXIT_DEAF);
    }

    /** Lets running calls end, stores what must be stored and closes everything. */
    @Override
    public void close() {
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            close(part);
        }
    }

    private static void close(@Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "a part did not close properly", e);
        }
    }
}
