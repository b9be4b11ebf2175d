package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said about the routes: by the gateway itself, and by the documents. */
class RouteDocumentsTest {
    private static final Path PAGE = Path.of("../docs/routes.md");
    private static final Path README = Path.of("../README.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:[A-Z]+ ?)+)\\| ([^|]+)\\|.*$");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** The shorthands of the page, which explains them in the same words. */
    private static final Map<String, List<String>> BASES = Map.of(
            "{base}", List.of("/v1", "", "/openai/v1", "/openai", "/azure/openai/v1"),
            "{model base}",
                    List.of("/engines/{model}", "/openai/deployments/{model}", "/azure/openai/deployments/{model}"));

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(server.get(path).body());
    }

    private Set<String> served() throws IOException {
        var served = new TreeSet<String>();
        for (JsonNode row : json("/routes").get("routes")) {
            for (JsonNode method : row.get("methods")) {
                served.add(method.textValue() + " " + row.get("path").textValue());
            }
        }
        return served;
    }

    @Test
    void the_page_of_routes_names_those_that_are_served_and_no_others() throws IOException {
        var written = new TreeSet<String>();
        for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            for (MatchResult path : QUOTED.matcher(row.group(2)).results().toList()) {
                for (String method : row.group(1).strip().split(" ", -1)) {
                    whole(path.group(1)).forEach(one -> written.add(method + " " + one));
                }
            }
        }
        assertThat(written).isEqualTo(served());
    }

    private static List<String> whole(String path) {
        var whole = new ArrayList<String>();
        BASES.forEach((name, bases) -> {
            if (path.startsWith(name)) {
                bases.forEach(base -> whole.add(base + path.substring(name.length())));
            }
        });
        return whole.isEmpty() ? List.of(path) : whole;
    }

    @Test
    void the_shorthands_of_the_page_are_explained_on_it() throws IOException {
        String page = Files.readString(PAGE);
        BASES.forEach((name, bases) -> {
            assertThat(page).contains("`" + name + "` stands for");
            bases.stream()
                    .filter(base -> !base.isEmpty())
                    .forEach(base -> assertThat(page).contains("`" + base + "`"));
        });
    }

    @Test
    void the_routes_that_the_readme_names_are_served() throws IOException {
        String table = Files.readString(README).split("<!-- routes -->", -1)[1];
        Set<String> served = served();
        List<String> named = QUOTED.matcher(table)
                .results()
                .map(found -> found.group(1))
                .filter(text -> text.startsWith("/"))
                .toList();
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(served)
                        .anyMatch(one -> one.substring(one.indexOf(' ') + 1).equals(path)));
    }

    @Test
    void the_openapi_document_names_every_route_that_is_served() throws IOException {
        var described = new TreeSet<String>();
        json("/openapi.json")
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        Set<String> served = served();
        served.remove("GET /routes"); // made after it
        described.remove("GET /routes");
        assertThat(described).isEqualTo(served);
    }

    @Test
    void the_openapi_document_is_one() throws IOException {
        JsonNode document = json("/openapi.json");
        assertThat(document.get("openapi").textValue()).isEqualTo("3.1.0");
        assertThat(document.get("info").get("title").textValue()).isEqualTo("Stellwerk");
        assertThat(document.get("info").get("version").textValue()).isEqualTo("0.1.0");
        var ids = new TreeSet<String>();
        document.get("paths").properties().forEach(path -> {
            assertThat(path.getKey()).startsWith("/");
            var placeholders = new TreeSet<String>();
            Pattern.compile("\\{([^}]+)}")
                    .matcher(path.getKey())
                    .results()
                    .forEach(one -> placeholders.add(one.group(1)));
            var parameters = new TreeSet<String>();
            path.getValue().path("parameters").forEach(one -> {
                assertThat(one.get("in").textValue()).isEqualTo("path");
                assertThat(one.get("required").booleanValue()).isTrue();
                assertThat(one.has("schema")).isTrue();
                parameters.add(one.get("name").textValue());
            });
            assertThat(parameters).as(path.getKey()).isEqualTo(placeholders);
            path.getValue().properties().stream()
                    .filter(one -> METHODS.contains(one.getKey()))
                    .forEach(one -> {
                        assertThat(ids.add(one.getValue().get("operationId").textValue()))
                                .as(path.getKey())
                                .isTrue();
                        one.getValue()
                                .get("responses")
                                .forEach(response ->
                                        assertThat(response.has("description")).isTrue());
                    });
        });
    }

    @Test
    void the_openapi_document_needs_a_key() {
        assertThat(server.get("/openapi.json", "Authorization", "").statusCode())
                .isEqualTo(401);
    }
}
