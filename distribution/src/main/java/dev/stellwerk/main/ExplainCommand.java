package dev.stellwerk.main;

import dev.stellwerk.adapters.http.HttpModule;
import dev.stellwerk.adapters.persistence.PersistenceModule;
import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.Payload;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.inmemory.InMemoryAffinityStore;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.ExplainRoute.Explanation;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code stellwerk explain}: prints where a call would go and why; calls no upstream. */
final class ExplainCommand implements Command {
    private static final Option MODEL = Option.value("--model", "MODEL", "the model asked for");
    private static final Option DATA =
            Option.value("--data", "DIR", "where keys and customers lie, when --key or --user shall be looked up");

    private static final class NoBody implements Payload {}

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String summary() {
        return "prints where a call would go and why, without sending it";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Configurations.CONFIG,
                MODEL,
                Option.value("--tag", "TAG", "a tag of the request; may be given several times"),
                Option.value("--user", "ID", "the customer on whose behalf the call is made"),
                Option.value("--region", "REGION", "a region the request restricts itself to"),
                Option.value("--key", "KEY", "the key that calls; the master key otherwise"),
                DATA,
                Option.flag("--json", "print JSON instead of a table"));
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageFault, StartFault {
        arguments.required("--config");
        arguments.required("--model");
        Plugins plugins = Plugins.onClassPath();
        var reading = Configurations.read(arguments, console, plugins.strategyNames());
        GatewayConfiguration configuration = Configurations.usable(reading, console);
        Time time = new SystemTime();
        Routing routing = Routing.of(configuration, plugins, time);
        try (Stores stores = Stores.open(arguments, configuration, time)) {
            var module = stores.module;
            var access = new AccessService(
                    configuration.access(),
                    module.keys(),
                    module.teams(),
                    module.customers(),
                    BudgetPeriods.NONE,
                    time);
            ExplainRoute explain =
                    routing.explain(routing.admission(configuration, plugins, access, new InMemoryAffinityStore(time)));
            Explanation explanation = explain.explain(call(arguments, configuration, time), onBehalfOf(arguments));
            if (arguments.has("--json")) {
                console.out().println(HttpModule.explanationJson(explanation, configuration.wire(), time));
            } else {
                new ExplanationTable(console.out(), failed -> HttpModule.errorText(failed, configuration.wire(), time))
                        .print(explanation);
            }
            return 0;
        } catch (CallRefused refused) {
            throw new StartFault(
                    "the call would be refused, " + HttpModule.errorText(refused, configuration.wire(), time));
        }
    }

    private static ExplainRoute.OnBehalfOf onBehalfOf(Arguments arguments) {
        return new ExplainRoute.OnBehalfOf(arguments.value("--key").orElse(null), null);
    }

    /** The call as the command line describes it, made by the admin. */
    private static ModelCall call(Arguments arguments, GatewayConfiguration configuration, Time time) {
        Secret masterKey = configuration.access().masterKey();
        Credential admin = masterKey == null ? new Credential.Missing() : new Credential.Presented(masterKey.value());
        List<String> tags = arguments.all("--tag");
        List<String> regions = arguments.all("--region");
        return new ModelCall(
                CallType.CHAT,
                "/chat/completions",
                arguments.value("--model").orElse(null),
                "explain",
                new ModelCall.Origin(admin, arguments.value("--user").orElse(null), null, null, false),
                new ModelCall.Tags(null, null, tags.isEmpty() ? null : tags),
                new ModelCall.Handling(
                        regions.isEmpty() ? null : regions, null, null, null, null, false, null, null, null, Set.of()),
                new ModelCall.Size(0, 0),
                false,
                new NoBody(),
                Cancellation.NEVER,
                time.nanos());
    }

    /**
     * The gateway's own stores when they are named, else an empty one that is thrown away: the running gateway has its
     * embedded database for itself.
     */
    private record Stores(
            PersistenceModule module, @Nullable Path thrownAway) implements AutoCloseable {
        static Stores open(Arguments arguments, GatewayConfiguration configuration, Time time) throws StartFault {
            Optional<String> data = arguments.value(DATA.name());
            Secret url = configuration.stores().databaseUrl();
            boolean asked = arguments.value("--key").isPresent()
                    || arguments.value("--user").isPresent();
            try {
                Path thrownAway = data.isPresent() || (url != null && asked)
                        ? null
                        : Files.createTempDirectory("stellwerk-explain-");
                Path directory = thrownAway != null ? thrownAway : Path.of(data.orElse("data"));
                var settings = new PersistenceModule.Settings(
                        directory, thrownAway == null ? url : null, 2, Duration.ofMinutes(1));
                return new Stores(
                        PersistenceModule.open(
                                settings,
                                time,
                                Invalidations.ALONE,
                                Thread.ofPlatform().daemon().factory()),
                        thrownAway);
            } catch (PersistenceModule.Refused refused) {
                throw new StartFault(String.valueOf(refused.getMessage()));
            } catch (IOException e) {
                throw new StartFault("no temporary directory can be made: " + e.getMessage());
            }
        }

        @Override
        public void close() {
            module.close();
            if (thrownAway != null) {
                delete(thrownAway);
            }
        }

        private static void delete(Path directory) {
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(directory);
            } catch (IOException e) {
                System.getLogger(ExplainCommand.class.getName())
                        .log(System.Logger.Level.DEBUG, "left behind: " + directory, e);
            }
        }
    }
}
