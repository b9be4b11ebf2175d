package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.application.configuration.AddressRange;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.domain.access.KeyFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Management as clients of LiteLLM know it. */
class ManagementRoutesTest {
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.ADMIN};

    private TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String path, String body) {
        return server.post(path, body, ADMIN);
    }

    private JsonNode posted(String path, String body) {
        return json(post(path, body));
    }

    private JsonNode got(String path) {
        return json(server.get(path, ADMIN));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    @Test
    void a_generated_key_shows_its_text_once_and_the_fields_of_its_row() {
        JsonNode key = posted("/key/generate", "{\"models\":[\"chat\"],\"max_budget\":null,\"tags\":[\"free\"]}");
        assertThat(key.get("key").textValue()).isEqualTo("sk-shown-once-0000");
        assertThat(key.get("token").textValue()).isEqualTo("hash-1");
        assertThat(key.get("token_id").textValue()).isEqualTo("hash-1");
        assertThat(key.get("key_name").textValue()).isEqualTo("sk-...0000");
        assertThat(key.get("expires").isNull()).isTrue();
        assertThat(key.get("models").toString()).isEqualTo("[\"chat\"]");
        assertThat(key.get("rpm_limit").longValue()).isEqualTo(77);
        assertThat(key.get("spend").doubleValue()).isEqualTo(0.25);
        assertThat(key.get("allowed_model_region").textValue()).isEqualTo("eu");
        assertThat(key.get("created_at").textValue()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(key.get("key_type").textValue()).isEqualTo("default");
        var change = (KeyChange) server.management.change;
        assertThat(change.tags()).isEqualTo(FieldChange.to(List.of("free")));
        assertThat(change.budget().max()).isEqualTo(FieldChange.cleared());
        assertThat(change.alias()).isEqualTo(FieldChange.kept());
        assertThat(change.fields()).containsExactlyInAnyOrder("models", "max_budget", "tags");
        assertThat(server.management.address).isEqualTo("127.0.0.1");
    }

    private void from(String forwardedFor) {
        server.post("/key/generate", "{}", ADMIN[0], ADMIN[1], "X-Forwarded-For", forwardedFor);
    }

    @Test
    void a_change_comes_from_whom_a_trusted_proxy_says_and_from_nobody_elses_word() {
        from("6.6.6.6, 192.0.2.7, 10.1.1.1");
        assertThat(server.management.address).isEqualTo("127.0.0.1");
        server.close();
        var proxies = List.of(
                AddressRange.parse("127.0.0.1").orElseThrow(),
                AddressRange.parse("10.0.0.0/8").orElseThrow());
        var wire = new Wire(
                1 << 20, false, false, false, true, Set.of(), "", Duration.ZERO, false, proxies, Outgoing.DEFAULTS);
        server = new TestServer(Access.DEFAULTS, wire, TestServer.PATIENT, Duration.ZERO);
        from("6.6.6.6, 192.0.2.7, 10.1.1.1");
        assertThat(server.management.address).isEqualTo("192.0.2.7");
        from("192.0.2.7, [2001:db8::1]:4711");
        assertThat(server.management.address).isEqualTo("2001:db8:0:0:0:0:0:1");
        from("192.0.2.7, evil\tname");
        assertThat(server.management.address).isEqualTo("127.0.0.1");
        post("/key/generate", "{}");
        assertThat(server.management.address).isEqualTo("127.0.0.1");
    }

    @Test
    void unknown_fields_are_left_out_and_named() {
        HttpResponse<String> answer = post("/key/generate", "{\"no_such\":1,\"another\":{},\"models\":[]}");
        assertThat(answer.headers().firstValue("x-gateway-ignored-fields")).contains("another,no_such");
        assertThat(((KeyChange) server.management.change).fields()).containsExactly("models");
    }

    @Test
    void an_updated_key_answers_what_changed() {
        JsonNode answer = posted("/key/update", "{\"key\":\"hash-1\",\"rpm_limit\":77}");
        assertThat(answer.get("key").textValue()).isEqualTo("hash-1");
        assertThat(answer.get("rpm_limit").intValue()).isEqualTo(77);
        assertThat(answer.has("token")).isFalse();
        assertThat(((KeyChange) server.management.change).limits().requestsPerMinute())
                .isEqualTo(FieldChange.to(77L));
    }

    @Test
    void deleted_keys_are_named_as_they_were_sent() {
        assertThat(posted("/key/delete", "{\"keys\":[\"sk-a\"]}").toString())
                .isEqualTo("{\"deleted_keys\":[\"sk-a\"]}");
        HttpResponse<String> gone = post("/key/delete", "{\"keys\":[\"gone\"]}");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("No keys found");
    }

    @Test
    void key_info_never_shows_a_text_and_needs_no_name_for_oneself() {
        JsonNode info = got("/key/info?key=sk-a-text-somebody-sent");
        assertThat(info.get("key").textValue()).isEqualTo("hash-1");
        assertThat(info.get("info").has("token")).isFalse();
        assertThat(info.get("info").get("rpm_limit").intValue()).isEqualTo(77);
        assertThat(server.management.asked).containsExactly("sk-a-text-somebody-sent");
        got("/key/info");
        assertThat(server.management.asked).containsExactly((Object) null);
    }

    @Test
    void keys_are_listed_as_hashes_page_by_page() {
        JsonNode list = got("/key/list?team_id=t1&page=2&size=10");
        assertThat(list.toString())
                .isEqualTo("{\"keys\":[\"hash-1\"],\"total_count\":21,\"current_page\":2,\"total_pages\":3}");
        assertThat(server.management.asked).containsExactly(new KeyFilter("t1", null, null, null), 2, 10);
        assertThat(got("/key/list?return_full_object=true")
                        .get("keys")
                        .get(0)
                        .get("token")
                        .textValue())
                .isEqualTo("hash-1");
        assertThat(server.get("/key/list?size=101", ADMIN).statusCode()).isEqualTo(422);
        assertThat(server.get("/key/list?page=x", ADMIN).statusCode()).isEqualTo(422);
    }

    @Test
    void keys_are_blocked_and_unblocked() {
        assertThat(posted("/key/block", "{\"key\":\"k\"}").get("token").textValue())
                .isEqualTo("hash-1");
        assertThat(server.management.asked).containsExactly("k", true);
        posted("/key/unblock", "{\"key\":\"k\"}");
        assertThat(server.management.asked).containsExactly("k", false);
    }

    @Test
    void a_missing_field_is_a_422_with_a_list() {
        HttpResponse<String> answer = post("/team/update", "{\"team_alias\":\"x\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .isEqualTo("{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"team_id\"],"
                        + "\"msg\":\"Field required\",\"input\":{}}]}");
        assertThat(server.get("/team/info", ADMIN).statusCode()).isEqualTo(422);
        assertThat(post("/team/update", "{\"team_id\":7}").statusCode()).isEqualTo(422);
        assertThat(post("/customer/new", "{}").statusCode()).isEqualTo(422);
        assertThat(post("/key/delete", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void teams_are_shown_with_what_belongs_to_them() {
        assertThat(posted("/team/new", "{\"team_alias\":\"search\"}")
                        .get("team_id")
                        .textValue())
                .isEqualTo("t1");
        JsonNode update = posted("/team/update", "{\"team_id\":\"t1\",\"models\":null}");
        assertThat(update.get("data").get("team_alias").textValue()).isEqualTo("search");
        var change = (TeamChange) server.management.change;
        assertThat(change.models()).isEqualTo(FieldChange.cleared());
        assertThat(change.fields()).containsExactly("models");
        JsonNode info = got("/team/info?team_id=t1");
        assertThat(info.get("team_info").get("metadata").toString()).isEqualTo("{\"cost_center\":\"7\"}");
        assertThat(info.get("team_info").get("litellm_model_table").toString())
                .isEqualTo("{\"model_aliases\":{\"mini\":\"chat\"}}");
        assertThat(info.get("keys").get(0).get("token").textValue()).isEqualTo("hash-1");
        assertThat(got("/team/list").get(0).get("keys").size()).isEqualTo(1);
        assertThat(posted("/team/delete", "{\"team_ids\":[\"t1\"]}").toString())
                .isEqualTo("{\"deleted_teams\":[\"t1\"]}");
        assertThat(posted("/team/block", "{\"team_id\":\"t1\"}").get("team_id").textValue())
                .isEqualTo("t1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/customer", "/end_user"})
    void customers_have_two_names(String prefix) {
        JsonNode made = posted(prefix + "/new", "{\"user_id\":\"u1\",\"allowed_model_region\":\"eu\"}");
        assertThat(made.get("allowed_model_region").textValue()).isEqualTo("eu");
        assertThat(made.get("alias").isNull()).isTrue();
        assertThat(got(prefix + "/info?end_user_id=u1").has("alias")).isFalse();
        assertThat(got(prefix + "/list").get(0).get("user_id").textValue()).isEqualTo("u1");
        assertThat(posted(prefix + "/delete", "{\"user_ids\":[\"u1\"]}")
                        .get("deleted_customers")
                        .intValue())
                .isEqualTo(1);
        assertThat(posted(prefix + "/block", "{\"user_ids\":[\"u1\"]}")
                        .get("blocked_users")
                        .size())
                .isEqualTo(1);
        assertThat(server.management.asked).containsExactly(List.of("u1"), true);
    }

    static Stream<Arguments> everyProblem() {
        var anId = List.of("x");
        return Stream.of(
                Arguments.of(new Problem.TeamsUnknown(anId), "/team/update", 404, "detail"),
                Arguments.of(new Problem.TeamsUnknown(anId), "/team/delete", 404, "detail"),
                Arguments.of(new Problem.KeyUnknown(), "/key/update", 404, "error"),
                Arguments.of(new Problem.KeysUnknown(), "/key/delete", 404, "error"),
                Arguments.of(new Problem.CustomersUnknown(anId), "/customer/delete", 404, "error"),
                Arguments.of(new Problem.TeamExists("x"), "/team/new", 400, "error"),
                Arguments.of(new Problem.TeamIdUnfit(), "/team/new", 400, "error"),
                Arguments.of(new Problem.KeyExists(), "/key/generate", 400, "error"),
                Arguments.of(new Problem.KeyAliasTaken(), "/key/generate", 400, "error"),
                Arguments.of(new Problem.KeyTextUnfit(), "/key/generate", 400, "error"),
                Arguments.of(new Problem.KeyTextOfMaster(), "/key/generate", 400, "error"),
                Arguments.of(new Problem.TeamOfKeyUnknown("x"), "/key/generate", 400, "error"),
                Arguments.of(new Problem.CustomerExists("x"), "/customer/new", 400, "error"),
                Arguments.of(new Problem.CustomerIdUnfit(), "/customer/new", 400, "error"),
                Arguments.of(new Problem.DefaultModelUnknown(), "/customer/new", 422, "detail"),
                Arguments.of(new Problem.RouterSettingUnfit("timeout"), "/key/generate", 422, "detail"),
                Arguments.of(new Problem.Outdated(), "/key/update", 412, "error"),
                Arguments.of(new Problem.Outdated(), "/team/block", 412, "error"),
                Arguments.of(new Problem.Outdated(), "/customer/delete", 412, "error"));
    }

    @ParameterizedTest
    @MethodSource("everyProblem")
    void faults_have_the_shape_of_their_route(Problem problem, String path, int status, String shape) {
        server.management.fault = problem;
        HttpResponse<String> answer = post(
                path,
                "{\"keys\":[\"k\"],\"key\":\"k\",\"team_id\":\"t\",\"team_ids\":[\"t\"],\"user_id\":\"u\",\"user_ids\":[\"u\"]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"" + shape + "\":");
    }

    @ParameterizedTest
    @CsvSource({
        "/key/list?team_id=, team_id",
        "/key/list?user_id=, user_id",
        "/key/list?key_alias=, key_alias",
        "/key/list?key_hash=, key_hash",
        "/key/info?key=, key",
        "/team/info?team_id=, team_id",
        "/customer/info?end_user_id=, end_user_id"
    })
    void texts_that_no_record_can_hold_are_refused_in_queries(String path, String field) {
        for (String bad : List.of("%00", "a%0Ab", "%7F", "%C2%85", "x".repeat(2_049))) {
            HttpResponse<String> answer = server.get(path + bad, ADMIN);
            assertThat(answer.statusCode()).as(bad).isEqualTo(422);
            assertThat(answer.body()).contains("[\"query\",\"" + field + "\"]");
        }
        assertThat(server.management.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/key/generate, key",
        "/key/update, key",
        "/key/block, key",
        "/key/delete, keys",
        "/team/new, team_id",
        "/team/update, team_id",
        "/team/unblock, team_id",
        "/team/delete, team_ids",
        "/customer/new, user_id",
        "/customer/update, user_id",
        "/customer/block, user_ids",
        "/customer/delete, user_ids"
    })
    void texts_that_no_record_can_hold_are_refused_in_bodies(String path, String field) {
        for (String bad : List.of("\\u0000", "a\\nb", "\\u0085", "a\\ud800", "\\udc00", "x".repeat(2_049))) {
            String value = field.endsWith("s") ? "[\"" + bad + "\"]" : "\"" + bad + "\"";
            HttpResponse<String> answer = post(path, "{\"" + field + "\":" + value + "}");
            assertThat(answer.statusCode()).as(bad).isIn(400, 422);
            assertThat(answer.body()).containsAnyOf("[\"body\",\"" + field + "\"]", "'" + field + "': half of");
        }
        assertThat(server.management.asked).isEmpty();
    }

    @Test
    void faults_name_their_field() {
        server.management.fault = new Problem.KeyAliasTaken();
        assertThat(post("/key/generate", "{}").body())
                .contains("\"param\":\"key_alias\"")
                .contains("already exists");
        server.management.fault = new Problem.CustomersUnknown(List.of("x"));
        assertThat(server.get("/customer/info?end_user_id=x", ADMIN).body())
                .contains("\"type\":\"not_found\"")
                .contains("\"param\":\"end_user_id\"");
    }

    @Test
    void teams_and_customers_are_for_admins() {
        for (String path : new String[] {"/team/new", "/end_user/new", "/customer/block"}) {
            HttpResponse<String> answer = server.post(path, "{\"user_id\":\"x\"}");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("Only proxy admin can be used").contains(path);
        }
        assertThat(server.management.asked).isEmpty();
    }

    @Test
    void a_body_that_is_no_object_is_refused() {
        for (String body : new String[] {"[]", "{", "null", "{\"a\":1,\"a\":2}", "{} x"}) {
            assertThat(post("/key/generate", body).body()).as(body).contains("Invalid JSON payload");
        }
        assertThat(post("/key/generate", "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/key/info?key=hash-1", "/team/info?team_id=t1", "/customer/info?end_user_id=u1"})
    void a_record_that_is_shown_says_which_version_it_is(String path) {
        assertThat(server.get(path, ADMIN).headers().firstValue("etag")).contains("\"42\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/key/update",
                "/key/block",
                "/key/unblock",
                "/key/delete",
                "/team/update",
                "/team/block",
                "/team/delete",
                "/customer/update",
                "/customer/block",
                "/end_user/delete"
            })
    void a_change_may_state_the_version_it_was_made_for(String path) {
        String body =
                "{\"key\":\"k\",\"keys\":[\"k\"],\"team_id\":\"t\",\"team_ids\":[\"t\"],\"user_id\":\"u\",\"user_ids\":[\"u\"]}";

        assertThat(conditional(path, body, "\"42\"").statusCode()).isEqualTo(200);
        assertThat(server.management.expected).isEqualTo(FakeManagement.VERSION);
        assertThat(conditional(path, body, "*").statusCode()).isEqualTo(200);
        assertThat(server.management.expected).isNull();
        assertThat(conditional(path, body, "\"abc\"").statusCode()).isEqualTo(412);
    }

    @Test
    void a_version_is_one_records_and_none_of_what_is_to_be_made() {
        HttpResponse<String> two = conditional("/key/delete", "{\"keys\":[\"a\",\"b\"]}", "\"42\"");
        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(two.body()).contains("If-Match");
        assertThat(conditional("/key/generate", "{}", "\"42\"").statusCode()).isEqualTo(412);
        assertThat(conditional("/team/new", "{}", "*").statusCode()).isEqualTo(412);
    }

    private HttpResponse<String> conditional(String path, String body, String version) {
        return server.post(path, body, ADMIN[0], ADMIN[1], "If-Match", version);
    }
}
