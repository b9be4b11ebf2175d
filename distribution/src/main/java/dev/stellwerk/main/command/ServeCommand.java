package dev.stellwerk.main.command;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.main.gateway.Gateway;
import dev.stellwerk.main.gateway.Plugins;
import dev.stellwerk.main.gateway.Signals;
import dev.stellwerk.main.gateway.StartFault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code stellwerk serve}: starts the gateway and runs it until it is told to stop. */
public final class ServeCommand implements Command {
    private static final int PORT_MAX = 65_535;
    private static final int PORT_USUAL = 4000;
    private static final int MASTER_KEY_LENGTH_MIN = 16;
    private static final Set<String> MASTER_KEYS_OF_EXAMPLES = Set.of("sk-1234");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})(ms|s|m)?");

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "starts the gateway; without a configuration it serves the bundled quick start";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Configurations.CONFIG,
                Option.value("--host", "ADDRESS", "where to listen (127.0.0.1); 0.0.0.0 opens it to the network"),
                Option.value("--port", "PORT", "the port (4000); 0 picks a free one")
                        .orShort("-p"),
                Option.value(
                        "--data",
                        "DIR",
                        "where the embedded database lies (./data; for the quick start nowhere for long)"),
                Configurations.PLUGINS,
                Option.value("--drain", "TIME", "how long running calls may take to end on shutdown (30s)"),
                Option.value("--drain-delay", "TIME", "how long readiness is red before new calls are refused (0s)"),
                Configurations.STRICT);
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageFault, StartFault {
        int port = arguments.number("--port", PORT_USUAL, 0, PORT_MAX);
        String host = arguments.value("--host").orElse("127.0.0.1");
        Duration drain = duration("--drain", arguments.value("--drain").orElse("30s"));
        Duration drainDelay =
                duration("--drain-delay", arguments.value("--drain-delay").orElse("0s"));
        var signals =
                new Signals(console.err()::println, () -> Runtime.getRuntime().halt(Signals.EXIT_IMPATIENT));
        try (Plugins plugins = Configurations.plugins(arguments)) {
            var reading = Configurations.read(arguments, console, plugins);
            GatewayConfiguration configuration = Configurations.usable(reading, console);
            judgeExposure(configuration, host, console);
            plugins.shadowed().forEach(remark -> console.err().println("warning: plugins: " + remark));
            signals.listen();
            serve(arguments, configuration, plugins, new Place(host, port, drain, drainDelay), signals, console);
        }
        return 0;
    }

    private record Place(String host, int port, Duration drain, Duration drainDelay) {}

    private static void serve(
            Arguments arguments,
            GatewayConfiguration configuration,
            Plugins plugins,
            Place place,
            Signals signals,
            Console console)
            throws UsageFault, StartFault {
        try (DataFolder data = DataFolder.of(arguments);
                Gateway gateway = Gateway.start(
                        configuration,
                        new Gateway.Settings(place.host(), place.port(), data.path(), place.drain()),
                        plugins,
                        console.out())) {
            signals.awaitStop();
            gateway.announceStop();
            Thread.sleep(place.drainDelay()); // a second signal ends the process meanwhile
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that today; it ends the gateway in order as well
        }
    }

    private static Duration duration(String option, String text) throws UsageFault {
        Matcher matcher = SECONDS.matcher(text);
        if (!matcher.matches()) {
            throw new UsageFault("option " + option + " needs a time such as 30s, not " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** Whoever opens the gateway to a network needs a master key that nobody can guess. */
    private static void judgeExposure(GatewayConfiguration configuration, String host, Console console)
            throws StartFault {
        Secret masterKey = configuration.access().masterKey();
        boolean local = loopback(host);
        if (masterKey == null) {
            if (!local) {
                throw new StartFault("general_settings.master_key is not set: without one the gateway listens on"
                        + " loopback addresses only, not on " + host);
            }
            console.err().println("warning: no master key is set; everybody on this machine may call as admin");
        } else if (weak(masterKey.value())) {
            if (!local) {
                throw new StartFault("general_settings.master_key is too short or stands in examples: use at least "
                        + MASTER_KEY_LENGTH_MIN + " characters of your own to listen on " + host);
            }
            console.err()
                    .println("warning: the master key is weak; the gateway would not start on a network address"
                            + " with it");
        }
    }

    private static boolean weak(String masterKey) {
        return masterKey.length() < MASTER_KEY_LENGTH_MIN || MASTER_KEYS_OF_EXAMPLES.contains(masterKey);
    }

    private static boolean loopback(String host) throws StartFault {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartFault("--host " + host + " is not an address of this machine");
        }
    }
}
