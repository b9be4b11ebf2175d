package dev.stellwerk.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.StoredResponseRequest;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.spi.routing.CallType;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as calls. */
class CallReadingTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private ModelCall chat(String more, String... headers) {
        HttpResponse<String> answer =
                server.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[]" + more + "}", headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return server.call();
    }

    private HttpResponse<String> refused(String more, String... headers) {
        HttpResponse<String> answer =
                server.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[]" + more + "}", headers);
        assertThat(server.calls).isEmpty();
        return answer;
    }

    @Test
    void a_plain_call_says_nothing_about_its_handling() {
        ModelCall call = chat("");
        assertThat(call.type()).isEqualTo(CallType.CHAT);
        assertThat(call.route()).isEqualTo("/chat/completions");
        assertThat(call.model()).isEqualTo("m");
        assertThat(call.callId()).isEqualTo("drawn-id");
        assertThat(call.handling()).isEqualTo(ModelCall.Handling.PLAIN);
        assertThat(call.tags()).isEqualTo(ModelCall.Tags.NONE);
        assertThat(call.streaming()).isFalse();
        assertThat(call.origin().credential()).isEqualTo(new Credential.Presented(TestServer.KEY));
        assertThat(call.origin().customerId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/chat/completions, CHAT",
        "/completions, TEXT_COMPLETION",
        "/embeddings, EMBEDDING",
        "/responses, RESPONSES",
        "/images/generations, IMAGE",
        "/audio/speech, SPEECH",
        "/moderations, MODERATION",
        "/rerank, RERANK"
    })
    void every_kind_of_call_has_four_paths_and_the_paths_model_beats_the_bodys(String route, CallType type) {
        for (String path : new String[] {"/v1" + route, route}) {
            assertThat(server.post(path, "{\"model\":\"m\"}").statusCode()).isEqualTo(200);
            ModelCall call = server.call();
            assertThat(call.type()).isEqualTo(type);
            assertThat(call.route()).isEqualTo(route);
            assertThat(call.model()).isEqualTo("m");
        }
        for (String path : new String[] {"/engines/team%2Fother:v1", "/openai/deployments/team%2Fother:v1"}) {
            assertThat(server.post(path + route + "?api-version=1", "{\"model\":\"m\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.call().model()).isEqualTo("team/other:v1");
        }
    }

    @Test
    void tags_are_kept_apart_by_where_they_stood() {
        ModelCall call = chat(
                ",\"tags\":[\"a\"],\"metadata\":{\"tags\":[\"b\"]},\"litellm_metadata\":{\"tags\":[\"c\"]}",
                "x-litellm-tags",
                " d, e ,,f");
        assertThat(call.tags()).isEqualTo(new ModelCall.Tags(List.of("b", "c"), List.of("d", "e", "f"), List.of("a")));
    }

    @ParameterizedTest
    @Tag("S22")
    @ValueSource(
            strings = {
                ",\"tags\":\"free\"",
                ",\"tags\":[1]",
                ",\"tags\":[[\"a\"]]",
                ",\"tags\":[\"a\\u0000b\"]",
                ",\"metadata\":{\"tags\":\"free\"}",
                ",\"metadata\":{\"tags\":{}}"
            })
    void tags_that_are_none_are_refused_by_name(String more) {
        HttpResponse<String> answer = refused(more);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("tags");
    }

    @Test
    @Tag("S22")
    void tags_are_bounded_in_number_and_length() {
        String many = "\"t\"" + ",\"t\"".repeat(64);
        assertThat(refused(",\"tags\":[" + many + "]").statusCode()).isEqualTo(400);
        assertThat(refused(",\"tags\":[\"" + "t".repeat(129) + "\"]").statusCode())
                .isEqualTo(400);
        assertThat(refused("", "x-litellm-tags", "t".repeat(129)).statusCode()).isEqualTo(400);
    }

    @Test
    void the_first_place_that_names_an_end_user_wins() {
        String all = ",\"user\":\"u\",\"litellm_metadata\":{\"user\":\"lu\"},\"metadata\":{\"user_id\":\"mu\"}"
                + ",\"safety_identifier\":\"s\"";
        assertThat(chat(all, "x-litellm-customer-id", "c", "x-litellm-end-user-id", "e")
                        .origin()
                        .customerId())
                .isEqualTo("c");
        assertThat(chat(all, "x-litellm-end-user-id", "e").origin().customerId())
                .isEqualTo("e");
        assertThat(chat(all).origin().customerId()).isEqualTo("u");
        assertThat(chat(all.replace("\"u\"", "\"\"")).origin().customerId()).isEqualTo("lu");
        assertThat(chat(",\"metadata\":{\"user_id\":\"mu\"},\"safety_identifier\":\"s\"")
                        .origin()
                        .customerId())
                .isEqualTo("mu");
        assertThat(chat(",\"user\":null,\"safety_identifier\":\" s\"").origin().customerId())
                .isEqualTo(" s");
    }

    @ParameterizedTest
    @Tag("S45")
    @ValueSource(
            strings = {
                ",\"user\":7",
                ",\"user\":\"a\\nb\"",
                ",\"stream\":\"yes\"",
                ",\"max_tokens\":-1",
                ",\"n\":1000000",
                ",\"timeout\":\"soon\"",
                ",\"timeout\":0",
                ",\"num_retries\":-1",
                ",\"num_retries\":1.5",
                ",\"fallbacks\":\"other\"",
                ",\"fallbacks\":[7]",
                ",\"disable_fallbacks\":\"maybe\"",
                ",\"metadata\":7"
            })
    void wrong_types_are_refused_by_name(String more) {
        HttpResponse<String> answer = refused(more);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(more.substring(2, more.indexOf('"', 2)));
    }

    @Test
    @Tag("S45")
    void a_model_that_is_no_text_and_messages_that_are_no_list_are_refused() {
        assertThat(server.post("/v1/chat/completions", "{\"model\":[\"m\"]}").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":{}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.calls).isEmpty();
    }

    @ParameterizedTest
    @Tag("S44")
    @ValueSource(
            strings = {"{\"model\": \"m\", ", "", "[]", "{\"model\":\"m\"} x", "{\"model\":\"m\",\"model\":\"n\"}"})
    void what_is_no_json_object_is_refused(String body) {
        HttpResponse<String> answer = server.post("/v1/chat/completions", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("Invalid JSON payload")
                .contains("\"type\":\"invalid_request_error\"")
                .contains("\"param\":\"request_body\"");
    }

    @Test
    void handling_is_read_from_the_body() {
        ModelCall.Handling handling = chat(",\"allowed_model_region\":[\"eu\",\"de\"],\"num_retries\":3,\"timeout\":1.5"
                        + ",\"stream_timeout\":2,\"max_fallbacks\":1,\"disable_fallbacks\":\"true\""
                        + ",\"fallbacks\":[\"b\",{\"model\":\"c\",\"temperature\":1}],\"tools\":[],\"seed\":null"
                        + ",\"previous_response_id\":\"r1\"")
                .handling();
        assertThat(handling.regions()).containsExactly("eu", "de");
        assertThat(handling.retries()).isEqualTo(3);
        assertThat(handling.timeout()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(handling.streamTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(handling.fallbacksMax()).isEqualTo(1);
        assertThat(handling.fallbacksDisabled()).isTrue();
        assertThat(handling.fallbacks())
                .containsExactly(FallbackTarget.to("b"), new FallbackTarget("c", Map.of("temperature", 1)));
        assertThat(handling.previousResponseId()).isEqualTo("r1");
        assertThat(handling.unsupportedCandidates()).containsExactly("tools");
    }

    @Test
    @Tag("S66")
    void a_callers_retries_count_as_ten_at_most() {
        assertThat(chat(",\"num_retries\":1000").handling().retries()).isEqualTo(10);
        assertThat(chat("", "x-litellm-num-retries", "1000").handling().retries())
                .isEqualTo(10);
        assertThat(chat(",\"num_retries\":9").handling().retries()).isEqualTo(9);
    }

    @Test
    void retries_out_of_range_are_refused_with_how_many_count() {
        String rule = "must be a whole number from 0 to 1000; more than 10 count as 10";
        assertThat(refused(",\"num_retries\":1001").body()).contains("'num_retries' " + rule);
        assertThat(refused(",\"num_retries\":-1").body()).contains("'num_retries' " + rule);
        assertThat(refused("", "x-litellm-num-retries", "1001").body()).contains(rule);
    }

    @Test
    void handling_headers_beat_the_body_and_must_be_numbers() {
        ModelCall.Handling handling = chat(
                        ",\"num_retries\":3,\"timeout\":1",
                        "x-litellm-num-retries",
                        "0",
                        "x-litellm-timeout",
                        "2.5",
                        "x-litellm-stream-timeout",
                        "3")
                .handling();
        assertThat(handling.retries()).isZero();
        assertThat(handling.timeout()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(handling.streamTimeout()).isEqualTo(Duration.ofSeconds(3));
        for (String name : new String[] {"x-litellm-num-retries", "x-litellm-timeout", "x-litellm-stream-timeout"}) {
            HttpResponse<String> answer = refused("", name, "many");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains(name);
        }
    }

    @Test
    void a_region_that_is_no_label_is_a_422() {
        HttpResponse<String> answer = refused(",\"allowed_model_region\":\"e u\"");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"loc\":[\"body\",\"allowed_model_region\"]");
        assertThat(chat(",\"allowed_model_region\":\"EU\"").handling().regions())
                .containsExactly("EU");
        assertThat(chat(",\"allowed_model_region\":null").handling().regions()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "mock_testing_fallbacks, FAILURE",
        "mock_testing_context_fallbacks, CONTEXT_WINDOW",
        "mock_testing_context_window_fallbacks, CONTEXT_WINDOW",
        "mock_testing_content_policy_fallbacks, CONTENT_POLICY",
        "mock_testing_rate_limit_error, RATE_LIMIT",
        "mock_timeout, TIMEOUT"
    })
    void failures_to_act_out_are_asked_for_by_name(String field, Simulated simulated) {
        assertThat(chat(",\"" + field + "\":true").handling().simulated()).isEqualTo(simulated);
        assertThat(chat(",\"" + field + "\":\"true\"").handling().simulated()).isEqualTo(simulated);
        assertThat(chat(",\"" + field + "\":\"false\"").handling().simulated()).isNull();
        assertThat(chat(",\"" + field + "\":false").handling().simulated()).isNull();
    }

    @ParameterizedTest
    @Tag("S29")
    @ValueSource(
            strings = {
                ",\"api_base\":\"http://evil\"",
                ",\"API_BASE\":\"http://evil\"",
                ",\"base_url\":\"http://evil\"",
                ",\"api_key\":\"x\"",
                ",\"extra_body\":{\"api_base\":\"http://evil\"}",
                ",\"fallbacks\":[{\"model\":\"b\",\"api_base\":\"http://evil\"}]",
                ",\"fallbacks\":[{\"model\":\"b\",\"extra_body\":{\"base_url\":\"http://evil\"}}]",
                ",\"user_config\":{}",
                ",\"aws_region_name\":\"x\"",
                ",\"extra_headers\":{\"x\":\"y\"}"
            })
    void fields_that_would_choose_the_target_are_refused(String more) {
        HttpResponse<String> answer = refused(more);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("is not allowed in request body").contains("auth_error");
    }

    @Test
    void what_people_say_is_not_searched_for_forbidden_fields() {
        chat(",\"metadata\":{\"api_base\":\"a label\"},\"tools\":[{\"api_base\":1}]");
    }

    @Test
    void call_and_session_are_named_by_the_client() {
        ModelCall call =
                chat("", "x-litellm-call-id", "mine", "x-litellm-session-id", "s", "x-stellwerk-explain", "true");
        assertThat(call.callId()).isEqualTo("mine");
        assertThat(call.origin().sessionId()).isEqualTo("s");
        assertThat(call.origin().wantsDecision()).isTrue();
        assertThat(chat("", "x-litellm-trace-id", "t").origin().sessionId()).isEqualTo("t");
        assertThat(chat(",\"litellm_session_id\":\"b\"").origin().sessionId()).isEqualTo("b");
    }

    @Test
    void sizes_are_estimated() {
        ModelCall call = chat(",\"input\":\"" + "word".repeat(100) + "\",\"max_tokens\":17");
        assertThat(call.size().promptTokens()).isBetween(90L, 130L);
        assertThat(call.size().outputTokensMax()).isEqualTo(17);
    }

    @Test
    void a_form_is_a_call_as_well() {
        String form = String.join(
                "\r\n",
                "--B",
                "Content-Disposition: form-data; name=\"model\"",
                "",
                "whisper",
                "--B",
                "Content-Disposition: form-data; name=\"user\"",
                "",
                "u1",
                "--B",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"",
                "",
                "sound",
                "--B--",
                "");
        HttpResponse<String> answer =
                server.post("/v1/audio/transcriptions", form, "Content-Type", "multipart/form-data; boundary=B");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        ModelCall call = server.call();
        assertThat(call.type()).isEqualTo(CallType.TRANSCRIPTION);
        assertThat(call.model()).isEqualTo("whisper");
        assertThat(call.origin().customerId()).isEqualTo("u1");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/images/edits, IMAGE, IMAGE_EDIT",
        "/openai/deployments/m/images/edits?api-version=x, IMAGE, IMAGE_EDIT",
        "/images/variations, IMAGE, IMAGE_VARIATION",
        "/openai/v1/audio/translations, TRANSCRIPTION, TRANSLATION"
    })
    void what_is_asked_for_beside_the_kind_of_a_call_is_told(String path, CallType type, Operation operation) {
        String form =
                String.join("\r\n", "--B", "Content-Disposition: form-data; name=\"model\"", "", "m", "--B--", "");
        HttpResponse<String> answer = server.post(path, form, "Content-Type", "multipart/form-data; boundary=B");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        ModelCall call = server.call();
        assertThat(call.type()).isEqualTo(type);
        assertThat(((CallBody) call.payload()).operation()).isEqualTo(operation);
    }

    @Test
    void an_edit_may_come_as_json() {
        server.post("/v1/images/edits", "{\"model\":\"m\",\"prompt\":\"a cat\"}");
        assertThat(((CallBody) server.call().payload()).operation()).isEqualTo(Operation.IMAGE_EDIT);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/responses/resp_1, '', ''",
        "GET, '/responses/resp_1?include[]=a&include[]=b&api-version=v1&key=x', '', 'include%5B%5D=a&include%5B%5D=b'",
        "DELETE, /openai/v1/responses/resp_1, '', ''",
        "POST, /v1/responses/resp_1/cancel, /cancel, ''",
        "GET, '/openai/responses/resp_1/input_items?limit=5&after=i%201', /input_items, 'after=i+1&limit=5'"
    })
    void a_response_made_before_is_asked_for_by_its_name(String method, String path, String below, String query) {
        HttpResponse<String> answer =
                server.send(method, path.replace("[", "%5B").replace("]", "%5D"), "", "x-litellm-tags", "free");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        ModelCall call = server.call();
        assertThat(call.type()).isEqualTo(CallType.STORED_RESPONSE);
        assertThat(call.model()).isNull();
        assertThat(call.route()).isEqualTo("/responses/{response_id}" + below);
        assertThat(call.payload()).isEqualTo(new StoredResponseRequest(method, "resp_1", below, query));
        assertThat(call.handling().previousResponseId()).isEqualTo("resp_1");
        assertThat(call.handling().fallbacksDisabled()).isTrue();
        assertThat(call.tags().header()).containsExactly("free");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2E%2E", "a%2Fb", "a%00", "a/b", "%3Fx"})
    void a_name_that_no_response_has_leads_to_none(String id) {
        server.get("/v1/responses/" + id);
        assertThat(server.call().handling().previousResponseId()).isEmpty();
    }

    @Test
    void a_response_is_streamed_again_when_that_is_asked_for() {
        server.get("/v1/responses/resp_1?stream=true&starting_after=7");
        assertThat(server.call().streaming()).isTrue();
    }
}
