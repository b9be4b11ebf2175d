package dev.stellwerk.main.command;

import dev.stellwerk.adapters.http.HttpModule;
import dev.stellwerk.application.port.in.ListPlugins;
import dev.stellwerk.main.gateway.Plugins;
import dev.stellwerk.main.gateway.StartFault;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code stellwerk plugins}: lists what lies in the plugins folder, what it brings, and what was left out and why. */
public final class PluginsCommand implements Command {
    private static final Option JSON = Option.flag("--json", "print JSON instead of a table");

    @Override
    public String name() {
        return "plugins";
    }

    @Override
    public String summary() {
        return "lists the plugins, what they bring, and which were left out";
    }

    @Override
    public List<Option> options() {
        return List.of(Configurations.PLUGINS, Configurations.CONFIG, JSON);
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageFault, StartFault {
        try (Plugins plugins = Configurations.plugins(arguments)) {
            if (arguments.value("--config").isPresent()) {
                Configurations.usable(Configurations.read(arguments, console, plugins), console);
            }
            ListPlugins.Listing listing = plugins.list();
            if (arguments.has(JSON.name())) {
                console.out().println(HttpModule.pluginsJson(listing));
            } else {
                listing.plugins().forEach(plugin -> print(plugin, console.out()));
            }
            boolean complete = listing.plugins().stream().allMatch(plugin -> plugin.leftOut() == null);
            return complete ? 0 : 1;
        }
    }

    private static void print(ListPlugins.Listed plugin, PrintStream out) {
        ListPlugins.Identity identity = plugin.identity();
        String who =
                identity == null ? "" : "  " + identity.id() + " " + identity.version() + ", SPI " + identity.spi();
        out.println((plugin.file() == null ? "(built in)" : plugin.file()) + who);
        ListPlugins.Fault fault = plugin.leftOut();
        if (fault != null) {
            out.println("    left out: " + fault.code() + ": " + fault.detail());
        }
        plugin.extensions().stream()
                .collect(Collectors.groupingBy(
                        ListPlugins.Extension::kind,
                        TreeMap::new,
                        Collectors.mapping(ListPlugins.Extension::name, Collectors.joining(", "))))
                .forEach((kind, names) -> out.println(
                        "    " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + names));
    }
}
