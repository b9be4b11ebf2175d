package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The zip that the build packed, unpacked once as a user would, and its commands. */
final class Distribution {
    private static final Path HOME =
            unpack(Path.of(System.getProperty("stellwerk.zip")), Path.of(System.getProperty("stellwerk.unpacked")));

    /** How a short command ended. */
    record Ended(int exitCode, String output, String errors) {}

    private Distribution() {}

    static Path home() {
        return HOME;
    }

    static String version() {
        return System.getProperty("stellwerk.version");
    }

    /** {@code bin/stellwerk} with these arguments, in an environment that configures nothing by accident. */
    static ProcessBuilder command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(HOME.resolve("bin/stellwerk").toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        var environment = builder.environment();
        environment.clear();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "stdout", ".txt");
        var errors = Files.createTempFile(folder, "stderr", ".txt");
        var process = command(List.of(arguments))
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("`stellwerk %s` ends by itself", String.join(" ", arguments))
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path unpack(Path zip, Path folder) {
        if (!Files.isRegularFile(zip)) {
            throw new IllegalStateException(zip.normalize() + " is missing: run ./mvnw verify from the root, or package"
                    + " distribution before these tests");
        }
        try {
            deleteTree(folder);
            try (var packed = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
                copy(packed, folder);
            }
            return folder.resolve("stellwerk-" + version());
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking " + zip, e);
        }
    }

    /** Keeps the modes that are written in the zip, as unzip does. */
    private static void copy(FileSystem packed, Path folder) throws IOException {
        try (var entries = Files.walk(packed.getPath("/"))) {
            for (var entry : (Iterable<Path>) entries::iterator) {
                var target =
                        folder.resolve(packed.getPath("/").relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
                }
            }
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var entries = Files.walk(folder)) {
            for (var entry : entries.toList().reversed()) Files.delete(entry);
        }
    }
}
