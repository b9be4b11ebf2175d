package dev.stellwerk.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot fail protects nothing: each is shown the example that breaks it. */
class BadExamplesTest {

    static Stream<Field> rules() {
        return Stream.of(ArchitectureTest.class, RoomsTest.class, ContractsTest.class)
                .flatMap(rules -> Arrays.stream(rules.getDeclaredFields()))
                .filter(field -> ArchRule.class.isAssignableFrom(field.getType()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_rule_that_is_declared_is_applied(Field rule) {
        assertThat(rule.isAnnotationPresent(ArchTest.class)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_rule_fails_on_its_bad_example(Field field) throws ReflectiveOperationException {
        String name = field.getName();
        var rule = (ArchRule) field.get(null);
        var example =
                new ClassFileImporter().importPath(Path.of("target/test-classes/dev/stellwerk/badexamples", name));

        assertThat(example).as("the bad example for %s", name).isNotEmpty();
        assertThat(rule.allowEmptyShould(true)
                        .evaluate(example)
                        .getFailureReport()
                        .getDetails())
                .as("what %s says about its bad example", name)
                .isNotEmpty();
    }
}
