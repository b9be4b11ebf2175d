package dev.stellwerk.checks.endtoend;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The official Node.js client changes its base URL and nothing else. Its cases are in {@code src/test/node}. */
class NodeClientTest {
    @TestFactory
    Stream<DynamicTest> cases(@TempDir Path served, @TempDir Path quickStart) throws Exception {
        NodeCases.install();
        try (var scene = Scene.set(served);
                var newcomer = Gateway.start(quickStart)) {
            scene.flaky().failOnceWith(503);
            var addresses = Map.of(
                    "GATEWAY_URL", scene.gateway().openAiUrl(),
                    "GATEWAY_KEY", scene.key(),
                    "QUICK_START_URL", newcomer.openAiUrl());
            return NodeCases.of("client.test.mjs", addresses).stream();
        }
    }
}
