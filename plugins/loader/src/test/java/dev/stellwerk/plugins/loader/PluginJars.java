package dev.stellwerk.plugins.loader;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Compiles plugins on the spot and packs them, as their authors would. */
final class PluginJars {
    static final String SERVICE = "META-INF/services/dev.stellwerk.plugins.spi.GatewayPlugin";

    private final Path folder;
    private final Path work;

    /** @param work where sources and classes lie */
    PluginJars(Path folder, Path work) {
        this.folder = folder;
        this.work = work;
    }

    /** The source of a plugin {@code stranger.Main}. */
    static String source(String id, String members) {
        return """
            package stranger;
            import dev.stellwerk.domain.spi.routing.*;
            import dev.stellwerk.plugins.spi.*;
            import java.util.*;
            @PluginInfo(id = "%s", version = "1.2", spi = SpiVersion.COMPILED, description = "for a test")
            public class Main implements GatewayPlugin {
                %s
            }
            """.formatted(id, members);
    }

    /** A member that brings a strategy. */
    static String strategy(String name) {
        return """
                @Override public List<RoutingStrategyFactory> routingStrategies() {
                    return List.of(RoutingStrategyFactory.of("%s", context -> (eligible, decision) -> 0));
                }
                """.formatted(name);
    }

    /** Puts a jar of this plugin into the folder. */
    Path put(String name, String source) {
        return put(name, compiled(Map.of("stranger/Main.java", source)), "stranger.Main");
    }

    Path put(String name, Map<String, byte[]> files, String services) {
        var all = new LinkedHashMap<>(files);
        if (!services.isEmpty()) {
            all.put(SERVICE, services.getBytes(UTF_8));
        }
        try {
            Path jar = folder.resolve(name);
            Files.createDirectories(jar.getParent());
            try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (Map.Entry<String, byte[]> file : all.entrySet()) {
                    out.putNextEntry(new JarEntry(file.getKey()));
                    out.write(file.getValue());
                    out.closeEntry();
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return Stream.of(GatewayPlugin.class, RoutingStrategy.class, NullMarked.class, PluginSet.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(place -> Path.of(place.getPath()).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The classes of these sources, by the names of their files. */
    Map<String, byte[]> compiled(Map<String, String> sources) {
        try {
            Path here = Files.createTempDirectory(work, "classes");
            var arguments =
                    new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", here.toString(), "-cp", classPath()));
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = here.resolve(source.getKey());
                Files.createDirectories(file.getParent());
                arguments.add(Files.writeString(file, source.getValue()).toString());
            }
            int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
            if (result != 0) {
                throw new AssertionError("the plugin does not compile");
            }
            var classes = new LinkedHashMap<String, byte[]>();
            try (Stream<Path> files = Files.walk(here)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".class"))
                        .sorted()
                        .toList()) {
                    classes.put(here.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
