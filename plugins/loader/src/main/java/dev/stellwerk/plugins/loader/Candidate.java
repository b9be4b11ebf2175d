package dev.stellwerk.plugins.loader;

import dev.stellwerk.plugins.loader.classes.PluginClasses;
import dev.stellwerk.plugins.loader.classes.PluginIdentity;
import dev.stellwerk.plugins.loader.classes.UnusableClasses;
import dev.stellwerk.plugins.loader.folder.JarBytes;
import dev.stellwerk.plugins.loader.folder.PluginFile;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A plugin from the folder, judged by its bytes and not started.
 *
 * @param classes null when it cannot be used
 */
record Candidate(Plugin plugin, @Nullable PluginClasses classes) {
    private static final Set<String> RESERVED = Set.of(PluginSet.BUILT_IN, "stellwerk");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,63}");

    static Candidate of(PluginFile file) {
        Map<String, String> sums = new LinkedHashMap<>();
        for (JarBytes jar : file.jars()) {
            sums.put(jar.name(), jar.sha256());
        }
        try {
            PluginClasses classes = PluginClasses.of(file);
            PluginIdentity identity = classes.identity();
            LeftOut fault = faultOf(identity);
            return new Candidate(
                    new Plugin(file.name(), identity, sums, fault, java.util.List.of()),
                    fault == null ? classes : null);
        } catch (UnusableClasses fault) {
            return new Candidate(
                    new Plugin(
                            file.name(),
                            fault.identity().orElse(null),
                            sums,
                            new LeftOut(fault.code(), fault.detail()),
                            java.util.List.of()),
                    null);
        }
    }

    private static @Nullable LeftOut faultOf(PluginIdentity identity) {
        if (RESERVED.contains(identity.id())) {
            return new LeftOut("reserved_id", "the id " + identity.id() + " is the gateway's own");
        }
        if (!ID.matcher(identity.id()).matches()) {
            return new LeftOut("bad_id", "an id is 2 to 64 of a-z, 0-9 and '-', the first of them a letter");
        }
        String misfit = "built for SPI " + identity.spi() + ", this gateway speaks " + PluginSet.SPI;
        try {
            return PluginSet.SPI.runs(SpiVersion.parse(identity.spi())) ? null : new LeftOut("spi_version", misfit);
        } catch (dev.stellwerk.domain.spi.InvalidValue noVersion) {
            return new LeftOut("spi_version", misfit);
        }
    }

    boolean usable() {
        return classes != null;
    }

    Candidate without(String code, String detail) {
        return new Candidate(plugin.without(new LeftOut(code, detail)), null);
    }

    /** Loads its class in a loader of its own. */
    static Class<? extends GatewayPlugin> load(PluginClasses classes) throws ClassNotFoundException {
        return Class.forName(classes.entryPoint(), true, classes.newLoader()).asSubclass(GatewayPlugin.class);
    }
}
