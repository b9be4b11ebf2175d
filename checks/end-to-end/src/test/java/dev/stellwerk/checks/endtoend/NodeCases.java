package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;

/**
 * Cases in JavaScript, from {@code src/test/node}. They need Node.js, and fail where it is not installed: a client that was
 * not tried is not known to work.
 */
final class NodeCases {
    private static final Path SOURCES = Path.of(System.getProperty("node.sources"));
    private static final Path FOLDER = Path.of(System.getProperty("node.folder"));
    private static final Pattern RESULT = Pattern.compile("(not )?ok \\d+ - (.+)");

    private NodeCases() {}

    /** Brings the clients and the cases to where they run. */
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        if (!isInstalled()) {
            fail(
                    "Clients in JavaScript cannot be tried: install Node.js 20 or newer with npm, so that `node` and `npm` are on"
                            + " the PATH");
        }
        try (var sources = Files.list(SOURCES)) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, FOLDER.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        var installed = run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        assertThat(FOLDER.resolve("node_modules/openai/package.json"))
                .as("npm ci, which needs the npm registry: %s", installed)
                .exists();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            var node = run(Map.of(), "node", "--version");
            var npm = run(Map.of(), "npm", "--version");
            return node.matches("(?s)v[2-9]\\d.*") && npm.matches("(?s)\\d+\\..*");
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * Runs one file, and makes a test of every result in the Test Anything Protocol; a failed one shows what Node.js printed
     * below it.
     */
    static List<DynamicTest> of(String file, Map<String, String> environment) throws IOException, InterruptedException {
        var printed = run(environment, "node", "--test-reporter=tap", file);
        var lines = printed.lines().toList();
        var starts =
                lines.stream().filter(line -> RESULT.matcher(line).matches()).toList();
        assertThat(starts).as("results of %s: %s", file, printed).isNotEmpty();
        assertThat(lines).as("the plan, printed at the very end").contains("1.." + starts.size());
        return starts.stream().map(start -> result(start, printed)).toList();
    }

    private static DynamicTest result(String line, String printed) {
        var match = RESULT.matcher(line);
        if (!match.matches()) throw new IllegalArgumentException(line);
        return DynamicTest.dynamicTest(
                match.group(2),
                () -> assertThat(match.group(1))
                        .as(() -> printed.substring(printed.indexOf(line))
                                .split("\n(?=not ok|ok |# Subtest|1\\.\\.)", 2)[0])
                        .isNull());
    }

    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var output = FOLDER.resolve(command[0] + ".txt");
        var builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as("`%s` ends by itself", String.join(" ", command))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
