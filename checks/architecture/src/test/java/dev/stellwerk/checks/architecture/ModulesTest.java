package dev.stellwerk.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule over nothing always passes, so first there must be something to rule over. */
class ModulesTest {

    static List<Path> modules() {
        return Modules.withSources();
    }

    static Stream<Path> packages() {
        return modules().stream()
                .flatMap(module -> Modules.javaFiles(module).stream())
                .map(Path::getParent)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_module_was_imported(Path module) {
        assertThat(new ClassFileImporter().importPath(module.resolve("target/classes")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void every_package_says_what_it_is_for(Path folder) throws IOException {
        assertThat(Files.readString(folder.resolve("package-info.java")))
                .startsWith("/**")
                .contains("@NullMarked");
    }
}
