package dev.stellwerk.main.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;

/** The folder from which plugins are to come. Whoever can write to it decides what runs in the gateway. */
final class PluginsFolder {
    private PluginsFolder() {}

    /**
     * The jars in it.
     *
     * @throws StartFault when it is missing, a link, no folder, or writable for everybody
     */
    static List<Path> jars(Path folder) throws StartFault {
        if (Files.isSymbolicLink(folder)) {
            throw refused(folder, "is a link: name the folder itself (--plugins)");
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(folder, Files.exists(folder) ? "is no folder" : "does not exist (--plugins names another)");
        }
        try {
            if (writableForEverybody(folder)) {
                throw refused(folder, "is writable for everybody: 'chmod o-w' makes it safe to load from");
            }
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.filter(entry -> entry.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw refused(folder, "cannot be read: " + e.getMessage());
        }
    }

    private static boolean writableForEverybody(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static StartFault refused(Path folder, String why) {
        return new StartFault("the plugins folder " + folder + " " + why);
    }
}
