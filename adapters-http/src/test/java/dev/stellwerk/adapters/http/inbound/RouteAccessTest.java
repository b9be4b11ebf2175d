package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in where. */
class RouteAccessTest {
    /** Whoever adds a route for anybody has to say so here. */
    private static final Set<String> PUBLIC =
            Set.of("/", "/health/liveliness", "/health/liveness", "/health/readiness", "/routes");

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Tag("S1")
    void every_route_of_the_table_is_public_by_name_or_asks_for_a_key() throws Exception {
        JsonNode routes =
                new ObjectMapper().readTree(server.get("/routes").body()).get("routes");
        assertThat(routes.size()).isGreaterThan(60);
        var open = new TreeSet<String>();
        for (JsonNode route : routes) {
            String path = route.get("path").textValue();
            for (JsonNode method : route.get("methods")) {
                int status = anonymous(method.textValue(), path.replaceAll("\\{[a-z_]+}", "m"))
                        .statusCode();
                if (status != 401) {
                    open.add(path);
                    assertThat(status).as(path).isEqualTo(200);
                }
            }
        }
        assertThat(open).isEqualTo(new TreeSet<>(PUBLIC));
        assertThat(server.management.asked).isEmpty();
    }

    private HttpResponse<String> anonymous(String method, String path) {
        String body = method.equals("POST") ? "{\"model\":\"m\"}" : "";
        boolean form = path.matches(".*/(transcriptions|translations|variations)");
        String type = form ? "multipart/form-data; boundary=B" : "application/json";
        body = form
                ? String.join("\r\n", "--B", "Content-Disposition: form-data; name=\"model\"", "", "m", "--B--", "")
                : body;
        return server.send(method, path, body, "Authorization", "", "Content-Type", type);
    }

    @ParameterizedTest
    @Tag("S2")
    @ValueSource(
            strings = {
                "/v1/../key/info",
                "//key/info",
                "/key;a=b/info",
                "/key%2finfo",
                "/%6bey/info",
                "/KEY/info",
                "/./key/info",
                "/key/info;x"
            })
    void a_path_written_in_another_way_is_no_route(String path) {
        try (RawConnection client = server.connect()) {
            client.say("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestServer.ADMIN
                    + "\r\nConnection: close\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.1 4");
            assertThat(server.management.asked).isEmpty();
        }
    }

    @Test
    void an_unknown_path_is_a_404_and_an_unknown_method_a_405_in_the_frameworks_shape() {
        HttpResponse<String> path = server.get("/v1/no/such/path");
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body()).isEqualTo("{\"detail\":\"Not Found\"}");
        HttpResponse<String> method = server.send("PUT", "/v1/chat/completions", "{}");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
        assertThat(method.headers().firstValue("allow")).contains("OPTIONS, POST");
        assertThat(server.send("OPTIONS", "/health/readiness", "").headers().firstValue("allow"))
                .contains("GET, HEAD, OPTIONS");
    }

    @Test
    @Tag("S6")
    void two_authorization_headers_are_refused() {
        try (RawConnection client = server.connect()) {
            String key = "Authorization: Bearer " + TestServer.KEY + "\r\n";
            client.say("GET /v1/models HTTP/1.1\r\nHost: x\r\n" + key + key + "\r\n");
            assertThat(client.answer()).contains("401").contains("more than one credential");
        }
    }

    @ParameterizedTest
    @Tag("S6")
    @ValueSource(strings = {"Bearer", "Bearer ", "sk-of-a-caller", "Token sk-of-a-caller", "Bearer sk-of\tcaller"})
    void an_authorization_of_no_known_form_is_malformed(String value) {
        assertThat(server.get("/v1/models", "Authorization", value).body()).contains("Malformed API Key");
    }

    @Test
    void keys_are_found_in_every_place_in_which_sdks_put_them() {
        for (String name :
                new String[] {"x-litellm-api-key", "api-key", "x-api-key", "x-goog-api-key", "Ocp-Apim-Subscription-Key"
                }) {
            assertThat(server.get("/v1/models", "Authorization", "", name, TestServer.KEY)
                            .statusCode())
                    .as(name)
                    .isEqualTo(200);
        }
        assertThat(server.get("/v1/models", "Authorization", "Basic " + TestServer.KEY)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/v1/models", "Authorization", "bearer " + TestServer.KEY)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/v1/models", "Authorization", "").body()).contains("No api key passed in");
    }

    @Test
    @Tag("S6")
    void the_gateways_own_header_beats_authorization() {
        HttpResponse<String> answer =
                server.get("/v1/models", "Authorization", "Bearer " + TestServer.KEY, "x-litellm-api-key", "sk-other");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("sk-other");
    }
}
