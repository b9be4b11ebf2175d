package dev.stellwerk.checks.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients in JavaScript before providers that judge what they get: plain and streamed answers, tools, pictures, structured
 * output, streams that are left, retries and errors. Their cases are in {@code src/test/node}.
 */
class NodeClientsTest {
    private static final List<String> CLIENTS = List.of("openai", "anthropic", "vercel-ai", "langchain", "claude-code");

    @TestFactory
    Stream<DynamicTest> cases(@TempDir Path folder) throws Exception {
        NodeCases.install();
        var results = new ArrayList<DynamicTest>();
        try (var scene = JudgedScene.set(folder)) {
            for (var client : CLIENTS) {
                results.addAll(NodeCases.of(client + ".test.mjs", scene.addresses()));
            }
            results.add(DynamicTest.dynamicTest(
                    "no provider had to refuse what it was sent", scene::assertNothingWasWrong));
        }
        return results.stream();
    }
}
