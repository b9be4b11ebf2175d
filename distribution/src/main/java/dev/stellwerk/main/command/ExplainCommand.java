package dev.stellwerk.main.command;

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
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.main.gateway.Plugins;
import dev.stellwerk.main.gateway.Routing;
import dev.stellwerk.main.gateway.StartFault;
import dev.stellwerk.main.gateway.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/** {@code stellwerk explain}: prints where a call would go and why; calls no upstream. */
public final class ExplainCommand implements Command {
    private static final Option MODEL = Option.value("--model", "MODEL", "the model asked for");
    private static final Option USER = Option.value("--user", "ID", "the customer on whose behalf the call is made");
    private static final Option KEY = Option.value("--key", "KEY", "the key that calls; the master key otherwise");
    private static final Option DATA =
            Option.value("--data", "DIR", "where the gateway's keys and customers lie, to look up --key and --user");
    private static final int NOTHING_SELECTED = 1;
    private static final int CONNECTIONS = 2;
    private static final Duration RECORD_LIFE = Duration.ofMinutes(1);

    /** What the route of the same purpose calls the key. */
    private static final String KEY_IN_ROUTE = "as_key";

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
                Configurations.PLUGINS,
                MODEL,
                Option.value("--tag", "TAG", "a tag of the request; may be given several times"),
                USER,
                Option.value("--region", "REGION", "a region the request restricts itself to"),
                KEY,
                DATA,
                Option.flag("--json", "print JSON instead of a table"));
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageFault, StartFault {
        arguments.required("--config");
        arguments.required("--model");
        try (Plugins plugins = Configurations.plugins(arguments)) {
            return explain(arguments, plugins, console);
        }
    }

    private static int explain(Arguments arguments, Plugins plugins, Console console) throws UsageFault, StartFault {
        var reading = Configurations.read(arguments, console, plugins);
        GatewayConfiguration configuration = Configurations.usable(reading, console);
        Time time = new SystemTime();
        Routing routing = Routing.of(configuration, plugins, time);
        try (PersistenceModule.Records records = records(arguments, configuration, time, console)) {
            var access = new AccessService(
                    configuration.access(),
                    records.keys(),
                    records.teams(),
                    records.customers(),
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
            return explanation.selected() == null ? NOTHING_SELECTED : 0;
        } catch (CallRefused refused) {
            String text = HttpModule.errorText(refused, configuration.wire(), time);
            throw new StartFault("the call would be refused, " + text.replace(KEY_IN_ROUTE, KEY.name()));
        }
    }

    /** Where keys and customers are looked up: only when one is named, and never in a way that writes. */
    private static PersistenceModule.Records records(
            Arguments arguments, GatewayConfiguration configuration, Time time, Console console) throws StartFault {
        Optional<String> key = arguments.value(KEY.name());
        Optional<String> user = arguments.value(USER.name());
        Optional<String> data = arguments.value(DATA.name());
        Secret url = configuration.stores().databaseUrl();
        ThreadFactory threads = Thread.ofPlatform().daemon().factory();
        if (data.isEmpty() && url == null && key.isPresent()) {
            throw new StartFault("--key cannot be looked up without a database: name its folder with --data DIR, or"
                    + " PostgreSQL with general_settings.database_url");
        }
        if (key.isEmpty() && user.isEmpty()) {
            return PersistenceModule.noRecords(time, threads);
        }
        if (data.isEmpty() && url == null) {
            console.err()
                    .println("note: no database is named (--data DIR), so nothing is known of customer '"
                            + user.orElse("") + "': no region, limit or default model of its own");
            return PersistenceModule.noRecords(time, threads);
        }
        try {
            var settings = new PersistenceModule.Settings(Path.of(data.orElse("data")), url, CONNECTIONS, RECORD_LIFE);
            return PersistenceModule.records(settings, time, threads);
        } catch (PersistenceModule.Refused refused) {
            throw new StartFault(String.valueOf(refused.getMessage()));
        }
    }

    private static ExplainRoute.OnBehalfOf onBehalfOf(Arguments arguments) {
        return new ExplainRoute.OnBehalfOf(arguments.value(KEY.name()).orElse(null), null);
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
                new ModelCall.Origin(admin, arguments.value(USER.name()).orElse(null), null, null, false),
                new ModelCall.Tags(null, null, tags.isEmpty() ? null : tags),
                new ModelCall.Handling(
                        regions.isEmpty() ? null : regions, null, null, null, null, false, null, null, null, Set.of()),
                new ModelCall.Size(0, 0),
                false,
                new NoBody(),
                Cancellation.NEVER,
                time.nanos());
    }
}
