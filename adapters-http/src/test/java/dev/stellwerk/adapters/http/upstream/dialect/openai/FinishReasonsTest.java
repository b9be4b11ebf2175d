package dev.stellwerk.adapters.http.upstream.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.answer.PlainAnswer;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.stream.Output;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinishReasonsTest {
    private static final AnswerWish WISH = new AnswerWish("chat", false, false);

    private static String read(CallType type, String json) throws MalformedJson {
        var call = new OutgoingCall(
                type,
                false,
                Calls.endpoint("http://h"),
                ModelFacts.UNKNOWN,
                RequestBody.parse("{}".getBytes(UTF_8)),
                Map.of(),
                Map.of(),
                WISH);
        PlainAnswer answer = OpenAiAnswers.read(call, json.replace('\'', '"').getBytes(UTF_8));
        return new String(answer.body(), UTF_8).replace('"', '\'') + (answer.filtered() ? " filtered" : "");
    }

    @ParameterizedTest
    @CsvSource({
        "eos,stop",
        "eos_token,stop",
        "end_turn,stop",
        "stop_sequence,stop",
        "STOP,stop",
        "max_tokens,length",
        "model_length,length",
        "sensitive,content_filter",
        "safety,content_filter",
        "content_filtered,content_filter",
        "refusal,content_filter",
        "tool_use,tool_calls",
        "network_error,stop"
    })
    void foreign_words_become_known_and_stand_beside(String word, String known) throws MalformedJson {
        String body = "{'model':'up','choices':[{'index':0,'message':{'content':'a'},'finish_reason':'" + word
                + "'} ],'usage':{'prompt_tokens':1}}";
        String rest = known.equals("content_filter") ? " filtered" : "";
        assertThat(read(CallType.CHAT, body))
                .isEqualTo("{'model':'chat','choices':[{'index':0,'message':{'content':'a'},'finish_reason':'" + known
                        + "','provider_specific_fields':{'native_finish_reason':'" + word
                        + "'}}],'usage':{'prompt_tokens':1}}" + rest);
        assertThat(read(
                        CallType.TEXT_COMPLETION,
                        "{'choices':[{'text':'a','finish_reason':'" + word + "'}],'model':'up'}"))
                .isEqualTo("{'choices':[{'text':'a','finish_reason':'" + known
                        + "','provider_specific_fields':{'native_finish_reason':'" + word + "'}}],'model':'chat'}"
                        + rest);
    }

    @Test
    void known_words_pass_and_every_choice_is_looked_at() throws MalformedJson {
        String known =
                "{'choices':[ {'a':1,'finish_reason':'stop' } , {'finish_reason':'function_call'}, {'finish_reason':null}],'model':'chat'}";
        assertThat(read(CallType.CHAT, known)).isEqualTo(known);
        assertThat(read(CallType.CHAT, "{'choices':[{'finish_reason':'stop'},{'finish_reason':'eos'}]}"))
                .isEqualTo(
                        "{'choices':[{'finish_reason':'stop'},{'finish_reason':'stop','provider_specific_fields':{'native_finish_reason':'eos'}}]}");
        assertThat(read(CallType.CHAT, "{'choices':[{'message':{'tool_calls':[{}]},'finish_reason':'odd'}]}"))
                .contains("'finish_reason':'tool_calls'");
    }

    private static String streamed(boolean chat, String... chunks) throws MalformedJson {
        var rewriter = new ChunkRewriter(chat, WISH, Calls.endpoint("http://h"), 0);
        var out = new Output();
        for (String chunk : chunks) {
            assertThat(rewriter.accept(JsonMembers.of(chunk.replace('\'', '"').getBytes(UTF_8)), out))
                    .isNull();
        }
        return out.toString().replace('"', '\'');
    }

    @Test
    void foreign_words_in_streams_become_known_in_a_chunk_of_their_own() throws MalformedJson {
        assertThat(streamed(true, "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'eos'}]}"))
                .isEqualTo("""
                data: {'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':null}]}

                data: {'choices':[{'index':0,'delta':{},'finish_reason':'stop','provider_specific_fields':{'native_finish_reason':'eos'}}]}

                """);
        assertThat(streamed(
                        true,
                        "{'choices':[{'index':0,'delta':{'tool_calls':[{}]},'finish_reason':''}]}",
                        "{'choices':[{'index':0,'delta':{},'finish_reason':'odd'}]}"))
                .contains("'tool_calls':[{}]},'finish_reason':null")
                .contains("'finish_reason':'tool_calls','provider_specific_fields':{'native_finish_reason':'odd'}");
        assertThat(streamed(false, "{'choices':[{'index':0,'text':'a','finish_reason':'eos'}]}"))
                .isEqualTo(
                        "data: {'choices':[{'index':0,'text':'a','finish_reason':'stop','provider_specific_fields':{'native_finish_reason':'eos'}}]}\n\n");
    }
}
