package dev.stellwerk.adapters.persistence.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only the gateway's own user may read. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes the directory if it is missing, for this user alone; one that exists keeps its permissions. */
    public static void prepare(Path directory) {
        try {
            Path parent = directory.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (!Files.isDirectory(directory)) {
                createFolder(directory);
            }
        } catch (FileAlreadyExistsException e) {
            throw new DatabaseRefused(
                    "the data directory " + directory + " cannot be made: " + e.getFile() + " is a file", e);
        } catch (IOException e) {
            throw new DatabaseRefused("the data directory " + directory + " cannot be made: " + e, e);
        }
        if (!Files.isWritable(directory)) {
            throw new DatabaseRefused("the data directory " + directory + " is not writable for this user");
        }
    }

    private static void createFolder(Path directory) throws IOException {
        Files.createDirectory(directory, attributes(directory, "rwx------"));
    }

    /** Makes an empty file, unless it is there. */
    public static void create(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, attributes(file, "rw-------"));
            }
        } catch (IOException e) {
            throw new DatabaseRefused(file + " cannot be made: " + e, e);
        }
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DatabaseRefused(file + " cannot be removed: " + e, e);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Takes everybody else's rights to the file. */
    static void close(Path file) {
        try {
            if (posix(file) && Files.exists(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new DatabaseRefused("the permissions of " + file + " cannot be set: " + e, e);
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
