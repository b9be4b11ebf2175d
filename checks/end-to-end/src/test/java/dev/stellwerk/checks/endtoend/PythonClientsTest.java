package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients in Python before providers that judge what they get: OpenAI's, Anthropic's and LiteLLM's own. Their cases are in
 * {@code src/test/python}. They run in the profile {@code python-clients}, in a virtual environment that is made here.
 */
@Tag("python")
class PythonClientsTest {
    private static final Path SOURCES = Path.of(System.getProperty("python.sources"));
    private static final Path FOLDER = Path.of(System.getProperty("python.folder"));
    private static final Path PYTHON = FOLDER.resolve("bin/python");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern RESULT = Pattern.compile("(not )?ok (\\w+\\.\\w+)");

    @TestFactory
    Stream<DynamicTest> cases(@TempDir Path folder) throws Exception {
        install();
        var results = new ArrayList<DynamicTest>();
        try (var scene = JudgedScene.set(folder)) {
            var printed = run(
                    scene.addresses(),
                    PYTHON.toString(),
                    SOURCES.resolve("judged_clients.py").toString());
            results.addAll(results(printed));
            results.add(DynamicTest.dynamicTest(
                    "no provider had to refuse what it was sent", scene::assertNothingWasWrong));
        }
        return results.stream();
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        var wanted = SOURCES.resolve("requirements.txt");
        var made = FOLDER.resolve("requirements.txt");
        if (Files.exists(made) && Files.mismatch(wanted, made) < 0) {
            return; // as it was made last time
        }
        run(Map.of(), "python3", "-m", "venv", FOLDER.toString());
        var installed = run(Map.of(), PYTHON.toString(), "-m", "pip", "install", "-q", "-r", wanted.toString());
        assertThat(run(Map.of(), PYTHON.toString(), "-c", "import openai, anthropic, litellm; print('there')"))
                .as("pip install, which needs PyPI: %s", installed)
                .contains("there");
        Files.copy(wanted, made);
    }

    /** A test for each line that tells the end of a case; a failed one shows what was printed before that line. */
    private static List<DynamicTest> results(String printed) {
        var results = new ArrayList<DynamicTest>();
        var before = new StringBuilder();
        for (var line : printed.lines().toList()) {
            var match = RESULT.matcher(line);
            if (match.matches()) {
                var trace = before.toString();
                var failed = match.group(1);
                results.add(DynamicTest.dynamicTest(
                        match.group(2), () -> assertThat(failed).as(trace).isNull()));
                before.setLength(0);
            } else {
                before.append(line).append('\n');
            }
        }
        assertThat(printed)
                .as("the number of cases, printed at the very end")
                .endsWith("cases: " + results.size() + "\n");
        return results;
    }

    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var output = FOLDER.resolve("printed.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("`%s` ends by itself", String.join(" ", command))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
