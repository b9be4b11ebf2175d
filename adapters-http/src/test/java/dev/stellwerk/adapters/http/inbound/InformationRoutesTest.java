package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.application.port.out.Readiness;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listings, explanations and health. */
class InformationRoutesTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void models_are_listed_in_openais_shape() {
        for (String path : new String[] {"/models", "/v1/models"}) {
            assertThat(server.get(path).body())
                    .isEqualTo("{\"data\":[{\"id\":\"chat\",\"object\":\"model\",\"created\":1677610602,"
                            + "\"owned_by\":\"openai\"},{\"id\":\"any/known\",\"object\":\"model\",\"created\":1677610602,"
                            + "\"owned_by\":\"openai\"}],\"object\":\"list\"}");
        }
    }

    @Test
    void patterns_and_access_groups_are_listed_when_asked_for() throws IOException {
        assertThat(listed("")).containsExactly("chat", "any/known");
        assertThat(listed("?return_wildcard_routes=true")).containsExactly("chat", "any/*", "any/known");
        assertThat(listed("?include_model_access_groups=true")).containsExactly("chat", "any/known", "beta");
        assertThat(listed("?only_model_access_groups=true")).containsExactly("beta");
    }

    private List<String> listed(String query) throws IOException {
        return json(server.get("/v1/models" + query)).get("data").findValuesAsText("id");
    }

    @Test
    void clients_of_the_messages_api_find_what_they_look_for_in_the_list() {
        assertThat(server.get("/v1/models", "anthropic-version", "2023-06-01").body())
                .isEqualTo("{\"data\":[{\"id\":\"chat\",\"object\":\"model\",\"created\":1677610602,"
                        + "\"owned_by\":\"openai\",\"type\":\"model\",\"display_name\":\"chat\","
                        + "\"created_at\":\"2023-02-28T18:56:42Z\"},{\"id\":\"any/known\",\"object\":\"model\","
                        + "\"created\":1677610602,\"owned_by\":\"openai\",\"type\":\"model\","
                        + "\"display_name\":\"any/known\",\"created_at\":\"2023-02-28T18:56:42Z\"}],"
                        + "\"object\":\"list\",\"has_more\":false,\"first_id\":\"chat\",\"last_id\":\"any/known\"}");
    }

    @Test
    void one_model_is_found_by_its_name_with_slashes() throws IOException {
        assertThat(json(server.get("/v1/models/team/chat:v1")).get("id").textValue())
                .isEqualTo("team/chat:v1");
        assertThat(json(server.get("/models/team%2Fchat:v1")).get("id").textValue())
                .isEqualTo("team/chat:v1");
        assertThat(server.get("/v1/models/other").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("S52")
    void deployments_are_shown_without_credentials() throws IOException {
        HttpResponse<String> answer = server.get("/v1/model/info");
        JsonNode row = json(answer).get("data").get(0);
        assertThat(row.get("model_name").textValue()).isEqualTo("chat");
        assertThat(row.get("litellm_params").get("model").textValue()).isEqualTo("openai/gpt-4o");
        assertThat(row.get("litellm_params").get("region_name").textValue()).isEqualTo("eu");
        assertThat(row.get("litellm_params").get("tags").toString()).isEqualTo("[\"free\"]");
        assertThat(row.get("model_info").get("id").textValue()).isEqualTo("chat-eu");
        assertThat(answer.body()).doesNotContain("never-shown");
        assertThat(json(server.get("/model/info?litellm_model_id=none"))
                        .get("data")
                        .size())
                .isZero();
    }

    @Test
    void groups_are_summed_up() throws IOException {
        for (String path : new String[] {"/model_group/info", "/v1/model_group/info"}) {
            JsonNode group = json(server.get(path)).get("data").get(0);
            assertThat(group.get("model_group").textValue()).isEqualTo("chat");
            assertThat(group.get("providers").toString()).isEqualTo("[\"openai\"]");
            assertThat(group.get("rpm").isNull()).isTrue();
        }
    }

    @Test
    void an_explanation_shows_every_candidate() throws IOException {
        HttpResponse<String> answer =
                server.post("/v1/route/explain", "{\"model\":\"nick\"}", "Authorization", "Bearer " + TestServer.ADMIN);
        JsonNode expected = new ObjectMapper().readTree("""
                        {"model":"nick","model_group":"chat","alias":{"name":"nick","target":"chat","hidden":false},
                         "caller":{"key":null,"team_id":null,"end_user":"ishaan"},
                         "constraints":{"tags":["free"],"tags_from":{"free":"header"},"region":"eu","region_from":"end_user"},
                         "strategy":"simple-shuffle",
                         "candidates":[
                           {"model_id":"chat-eu","api_base":"http://up.example/v1?x=1","tags":["free"],"region":"eu",
                            "verdict":"eligible","probability":0.75},
                           {"model_id":"chat-eu","api_base":"http://up.example/v1?x=1","tags":["paid"],"region":"eu",
                            "verdict":"rejected","stage":"tags","reason":"tag_mismatch","detail":"needs one of [free]"}],
                         "selected":"chat-eu","error":null}""");
        assertThat(json(answer)).isEqualTo(expected);
        assertThat(answer.body()).doesNotContain("never-shown");
    }

    @Test
    void an_explanation_without_a_choice_has_the_error_of_the_real_call() throws IOException {
        server.catalog.nothingLeft = true;
        JsonNode explanation = json(server.post("/v1/route/explain", "{\"model\":\"nick\"}"));
        assertThat(explanation.get("selected").isNull()).isTrue();
        assertThat(explanation.get("error").get("error").get("code").textValue())
                .isEqualTo("401");
        assertThat(explanation.get("error").get("error").get("type").textValue())
                .isEqualTo("authentication_error");
    }

    @Test
    void only_admins_ask_on_behalf_of_others() throws IOException {
        String body = "{\"model\":\"nick\",\"as_team\":\"t1\"}";
        assertThat(server.post("/v1/route/explain", body).statusCode()).isEqualTo(403);
        assertThat(server.catalog.explained).isNull();
        json(server.post("/v1/route/explain", body, "Authorization", "Bearer " + TestServer.ADMIN));
        assertThat(server.catalog.onBehalfOf.teamId()).isEqualTo("t1");
        assertThat(server.catalog.onBehalfOf.key()).isNull();
    }

    @Test
    @Tag("S97")
    void health_is_for_anybody_and_tells_strangers_no_insides() throws IOException {
        assertThat(server.get("/health/liveliness", "Authorization", "").body()).isEqualTo("\"I'm alive!\"");
        assertThat(server.get("/health/liveness", "Authorization", "").statusCode())
                .isEqualTo(200);
        JsonNode ready = json(server.get("/health/readiness", "Authorization", ""));
        assertThat(ready.get("status").textValue()).isEqualTo("healthy");
        assertThat(ready.get("db").textValue()).isEqualTo("connected");
        assertThat(ready.get("cache").isNull()).isTrue();
        server.readiness = new Readiness.Result.NotReady("redis at cache.internal refused");
        HttpResponse<String> not = server.get("/health/readiness", "Authorization", "");
        assertThat(not.statusCode()).isEqualTo(503);
        assertThat(not.body()).contains("Service Unhealthy").doesNotContain("cache.internal");
    }

    @Test
    void a_prompt_is_counted_before_it_is_sent() throws IOException {
        JsonNode count = json(server.post(
                "/utils/token_counter", "{\"model\":\"team/chat:v1\",\"prompt\":\"" + "word ".repeat(20) + "\"}"));
        assertThat(count.get("total_tokens").intValue()).isBetween(20, 30);
        assertThat(count.get("request_model").textValue()).isEqualTo("team/chat:v1");
        assertThat(count.get("model_used").textValue()).isEqualTo("gpt-4o");
        assertThat(count.get("tokenizer_type").textValue()).isEqualTo("openai_tokenizer");
        assertThat(count.get("original_response").isNull()).isTrue();
        String contents =
                "{\"model\":\"other\",\"contents\":[{\"parts\":[{\"text\":\"" + "word ".repeat(20) + "\"}]}]}";
        JsonNode unknown = json(server.post("/utils/token_counter", contents));
        assertThat(unknown.get("total_tokens").intValue()).isGreaterThan(20);
        assertThat(unknown.get("model_used").textValue()).isEqualTo("other");
    }

    @Test
    void nothing_and_nobodys_words_are_not_counted() {
        assertThat(server.post("/utils/token_counter", "{\"model\":\"team/chat:v1\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/utils/token_counter", "{\"prompt\":\"a\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_parameters_of_a_model_are_told() throws IOException {
        JsonNode all = json(server.get("/utils/supported_openai_params?model=team/chat:v1"));
        assertThat(all.get("supported_openai_params").toString()).contains("\"temperature\"");
        for (String query : new String[] {"", "?model=other"}) {
            assertThat(server.get("/utils/supported_openai_params" + query).statusCode())
                    .isEqualTo(400);
        }
    }
}
