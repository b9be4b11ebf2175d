package dev.stellwerk.plugins.loader.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that plugins come from. Whoever can write to it decides what runs in the gateway, so it is refused, by name,
 * when everybody can, or when it does not say itself what is in it.
 */
public final class PluginFolder {
    private static final int PLUGINS_MAX = 64;
    private static final long JAR_BYTES_MAX = 64L << 20;

    private PluginFolder() {}

    /**
     * Reads every plugin in it, in the order of their names. Files that are no jars, and what begins with a dot, are
     * nothing.
     *
     * @throws UnusableFolder when the folder or a jar is missing, a link, unreadable, too large, or writable for everybody
     */
    public static List<PluginFile> read(Path folder) throws UnusableFolder {
        try {
            refuseLink(folder, "the plugins folder ");
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnusableFolder("the plugins folder " + folder
                        + (Files.exists(folder) ? " is no folder" : " does not exist (--plugins names another)"));
            }
            refuseOpen(folder, "the plugins folder ");
            var files = new ArrayList<PluginFile>();
            for (Path entry : entries(folder)) {
                List<JarBytes> jars = jarsOf(entry);
                if (!jars.isEmpty()) {
                    files.add(new PluginFile(nameOf(entry), jars));
                }
            }
            if (files.size() > PLUGINS_MAX) {
                throw new UnusableFolder("the plugins folder " + folder + " holds " + files.size()
                        + " plugins; a gateway runs at most " + PLUGINS_MAX);
            }
            return List.copyOf(files);
        } catch (IOException e) {
            throw new UnusableFolder("the plugins folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    private static List<JarBytes> jarsOf(Path entry) throws IOException, UnusableFolder {
        if (isJar(entry)) {
            return List.of(jar(entry));
        }
        if (!Files.isDirectory(entry)) {
            return List.of();
        }
        List<Path> jars = entries(entry).stream().filter(PluginFolder::isJar).toList();
        if (jars.isEmpty()) {
            return List.of();
        }
        refuseLink(entry, "the plugin ");
        refuseOpen(entry, "the plugin ");
        var read = new ArrayList<JarBytes>(jars.size());
        for (Path jar : jars) {
            read.add(jar(jar));
        }
        return read;
    }

    private static JarBytes jar(Path jar) throws UnusableFolder {
        try {
            refuseLink(jar, "the plugin ");
            refuseOpen(jar, "the plugin ");
            long size = Files.size(jar);
            if (size > JAR_BYTES_MAX) {
                throw new UnusableFolder(
                        "the plugin " + jar + " has " + size + " bytes; at most " + JAR_BYTES_MAX + " are read");
            }
            return new JarBytes(nameOf(jar), Files.readAllBytes(jar));
        } catch (IOException e) {
            throw new UnusableFolder("the plugin " + jar + " cannot be read: " + e.getMessage());
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !nameOf(entry).startsWith("."))
                    .sorted((one, other) -> Arrays.compareUnsigned(
                            nameOf(one).getBytes(UTF_8), nameOf(other).getBytes(UTF_8)))
                    .toList();
        }
    }

    private static boolean isJar(Path entry) {
        return nameOf(entry).endsWith(".jar") && !Files.isDirectory(entry);
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static void refuseLink(Path path, String what) throws UnusableFolder {
        if (Files.isSymbolicLink(path)) {
            throw new UnusableFolder(what + path + " is a link: put the thing itself there (--plugins)");
        }
    }

    private static void refuseOpen(Path path, String what) throws IOException, UnusableFolder {
        boolean open = path.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
        if (open) {
            throw new UnusableFolder(
                    what + path + " is writable for everybody: 'chmod o-w' makes it safe to load from");
        }
    }
}
