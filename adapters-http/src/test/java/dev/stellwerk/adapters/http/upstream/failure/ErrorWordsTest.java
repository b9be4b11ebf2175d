package dev.stellwerk.adapters.http.upstream.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error objects of all known shapes, wherever they stand. */
class ErrorWordsTest {
    private static final Endpoint ENDPOINT = new Endpoint("openai", "m", "http://h", null, null, null, Map.of());

    private static JsonMembers json(String text) throws MalformedJson {
        return JsonMembers.of(text.replace('\'', '"').getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OpenAI, by number|{'error':{'message':'slow','type':'x','code':429}}|slow|429",
                "OpenAI, by text|{'error':{'message':'slow','code':'429'}}|slow|429",
                "OpenAI, by name|{'error':{'message':'paid?','type':'insufficient_quota','code':'insufficient_quota'}}|paid?|429",
                "OpenAI, by type|{'error':{'message':'who','type':'authentication_error','code':null}}|who|401",
                "OpenAI, nameless|{'error':{'message':'broke'}}|broke|500",
                "OpenAI, responses|{'type':'error','code':'rate_limit_exceeded','message':'slow','param':null}|slow|429",
                "a text|{'error':'just words'}|just words|500",
                "vLLM|{'object':'error','message':'odd','type':'BadRequestError','param':null,'code':400}|odd|400",
                "vLLM, newer|{'error':{'message':'odd','type':'BadRequestError','param':null,'code':400}}|odd|400",
                "SGLang|{'object':'error','message':'gone','type':'NotFoundError','code':404}|gone|404",
                "TGI|{'error':'too busy','error_type':'overloaded'}|too busy|429",
                "llama.cpp|{'error':{'code':503,'message':'Loading model','type':'unavailable_error'}}|Loading model|503",
                "Ollama|{'error':'model not loaded'}|model not loaded|500",
                "Anthropic|{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}|Overloaded|500",
                "Anthropic, limit|{'type':'error','error':{'type':'rate_limit_error','message':'slow'}}|slow|429",
                "Google|{'error':{'code':429,'message':'slow','status':'RESOURCE_EXHAUSTED'}}|slow|429",
                "Cohere|{'message':'invalid api token'}|invalid api token|500",
                "FastAPI|{'detail':'Not authenticated'}|Not authenticated|500",
                "FastAPI, list|{'detail':[{'loc':['body']}]}|[{'loc':['body']}]|500",
                "Bedrock|{'message':'slow','__type':'ThrottlingException'}|slow|500",
                "Mistral|{'object':'error','message':'bad','type':'invalid_request_error','param':null,'code':'3051'}|bad|400",
            })
    void an_error_has_its_words_and_its_status(String server, String text, String message, int status)
            throws MalformedJson {
        ErrorWords words = ErrorWords.in(json(text));
        assertThat(words).as(server).isNotNull();
        UpstreamFailure failure = Failures.told(words, ENDPOINT);
        assertThat(failure.message()).isEqualTo(message.replace('\'', '"'));
        assertThat(failure.status()).isEqualTo(server.equals("Bedrock") ? 429 : status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'error':null}",
                "{'error':false}",
                "{'error':''}",
                "{'error':[]}",
                "{'id':'c','object':'chat.completion.chunk','choices':[]}",
                "{'type':'response.created','message':'hi'}",
                "{'object':'list','message':'hi'}",
                "{'message':{'role':'assistant'}}"
            })
    void what_is_no_error_is_none(String text) throws MalformedJson {
        assertThat(ErrorWords.in(json(text))).isNull();
    }

    @Test
    void the_one_error_in_a_list_is_found_and_broken_lists_are_nothing() {
        byte[] list =
                "[{\"error\":{\"code\":400,\"message\":\"bad\",\"status\":\"INVALID_ARGUMENT\"}}\n]\n".getBytes(UTF_8);
        assertThat(ErrorWords.of(list, "application/json").message()).isEqualTo("bad");
        for (String broken : new String[] {"[", "[]", "[[", "[{", "[{}", "[{\"error\"]"}) {
            assertThat(ErrorWords.of(broken.getBytes(UTF_8), "application/json").message())
                    .isEmpty();
        }
    }
}
