package dev.stellwerk.plugins.loader.classes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.plugins.loader.folder.JarBytes;
import dev.stellwerk.plugins.loader.folder.PluginFile;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import java.lang.classfile.ClassModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The classes and files of one plugin, judged by their bytes: what is here can be defined. None of the plugin's code has
 * run.
 */
public final class PluginClasses {
    private static final String SERVICE = "META-INF/services/" + GatewayPlugin.class.getName();
    private static final String CLASS = ".class";

    private final Map<String, byte[]> files;
    private final String entryPoint;
    private final PluginIdentity identity;

    private PluginClasses(Map<String, byte[]> files, String entryPoint, PluginIdentity identity) {
        this.files = files;
        this.entryPoint = entryPoint;
        this.identity = identity;
    }

    /**
     * Reads a plugin.
     *
     * @throws UnusableClasses with the reason when it cannot be used
     */
    public static PluginClasses of(PluginFile plugin) throws UnusableClasses {
        var files = new HashMap<String, byte[]>();
        var entryPoints = new LinkedHashSet<String>();
        for (JarBytes jar : plugin.jars()) {
            Map<String, byte[]> unpacked = Archive.unpack(jar);
            byte[] service = unpacked.get(SERVICE);
            if (service != null) {
                entryPoints.addAll(classesIn(service));
            }
            unpacked.forEach(files::putIfAbsent);
        }
        String entryPoint = single(entryPoints);
        byte[] main = files.get(fileOf(entryPoint));
        if (main == null) {
            throw new UnusableClasses(
                    "missing_class", "there is no class " + entryPoint + ", which " + SERVICE + " names");
        }
        judgeNamesAndVersions(files);
        PluginIdentity identity = ClassFileReader.identity(parsed(entryPoint, main))
                .orElseThrow(() -> new UnusableClasses("no_info", entryPoint + " has no @PluginInfo"));
        judgeReferences(files, identity);
        return new PluginClasses(files, entryPoint, identity);
    }

    private static List<String> classesIn(byte[] service) {
        var classes = new ArrayList<String>();
        for (String line : new String(service, UTF_8).lines().toList()) {
            int comment = line.indexOf('#');
            String name = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!name.isEmpty()) {
                classes.add(name);
            }
        }
        return classes;
    }

    private static String single(SequencedSet<String> entryPoints) throws UnusableClasses {
        return switch (entryPoints.size()) {
            case 0 -> throw new UnusableClasses("no_service", "it names no class in " + SERVICE);
            case 1 -> entryPoints.getFirst();
            default ->
                throw new UnusableClasses(
                        "several_services", "one plugin each: it names " + String.join(", ", entryPoints));
        };
    }

    private static void judgeNamesAndVersions(Map<String, byte[]> files) throws UnusableClasses {
        int running = Runtime.version().feature();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!isClass(file.getKey())) {
                continue;
            }
            String name = className(file.getKey());
            if (PublishedPackages.reserve(name)) {
                throw new UnusableClasses("contains_published", "it brings " + name + ", which only the gateway may");
            }
            Optional<Integer> version = ClassFileReader.javaVersion(file.getValue());
            if (version.isEmpty()) {
                throw new UnusableClasses("not_a_jar", file.getKey() + " is no class");
            }
            if (version.get() > running) {
                throw new UnusableClasses(
                        "class_version", name + " is for Java " + version.get() + "; this is Java " + running);
            }
        }
    }

    private static void judgeReferences(Map<String, byte[]> files, PluginIdentity identity) throws UnusableClasses {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (isClass(file.getKey())) {
                String name = className(file.getKey());
                Optional<String> unpublished = ClassFileReader.unpublished(parsed(name, file.getValue()));
                if (unpublished.isPresent()) {
                    throw new UnusableClasses(
                            "unpublished",
                            name + " uses " + unpublished.get() + ", which is not for plugins",
                            identity);
                }
            }
        }
    }

    private static ClassModel parsed(String name, byte[] bytes) throws UnusableClasses {
        try {
            return ClassFileReader.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new UnusableClasses("not_a_jar", name + " is no class: " + e.getMessage());
        }
    }

    /** Without descriptions of modules, and without what a later Java would take instead. */
    private static boolean isClass(String file) {
        return file.endsWith(CLASS) && !file.endsWith("module-info.class") && !file.startsWith("META-INF/");
    }

    private static String className(String file) {
        return file.substring(0, file.length() - CLASS.length()).replace('/', '.');
    }

    private static String fileOf(String className) {
        return className.replace('.', '/') + CLASS;
    }

    /** Who the plugin says it is. */
    public PluginIdentity identity() {
        return identity;
    }

    /** The class that its service file names. */
    public String entryPoint() {
        return entryPoint;
    }

    Optional<byte[]> classBytes(String className) {
        return Optional.ofNullable(files.get(fileOf(className)));
    }

    Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** A loader of its own for every time that the plugin is started. */
    public ClassLoader newLoader() {
        return new PluginClassLoader(this);
    }
}
