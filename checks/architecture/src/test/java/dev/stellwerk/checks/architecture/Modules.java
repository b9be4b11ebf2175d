package dev.stellwerk.checks.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the compiled classes of the platform lie: read from the modules' folders, so that none can be forgotten. */
final class Modules {
    private static final Path ROOT = Path.of("../..");

    private Modules() {}

    /** The folders of the modules that have production sources. */
    static List<Path> withSources() {
        try (Stream<Path> folders =
                Files.find(ROOT, 2, (path, _) -> Files.isDirectory(path.resolve("src/main/java")))) {
            return folders.filter(module -> !javaFiles(module).isEmpty())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The production sources of a module. */
    static List<Path> javaFiles(Path module) {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"), FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Location> compiled(String folder) {
        return withSources().stream()
                .map(module -> module.resolve("target").resolve(folder))
                .filter(Files::isDirectory)
                .map(classes -> Location.of(classes.toUri()));
    }

    /** What ships. */
    static final class Production implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return compiled("classes").collect(Collectors.toSet());
        }
    }

    /** What ships and its tests. */
    static final class ProductionAndTests implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Stream.concat(compiled("classes"), compiled("test-classes")).collect(Collectors.toSet());
        }
    }
}
