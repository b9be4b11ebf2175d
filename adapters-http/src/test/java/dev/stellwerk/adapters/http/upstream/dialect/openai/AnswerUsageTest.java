package dev.stellwerk.adapters.http.upstream.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import dev.stellwerk.adapters.http.upstream.Calls;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.domain.deployment.Abilities;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.price.PriceTerms;
import dev.stellwerk.domain.price.TokenPrice;
import dev.stellwerk.domain.price.UnitPrice;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.Billed;
import dev.stellwerk.domain.usage.TokenKinds;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerUsageTest {
    private static final Price SEARCHES_COST = new Price(
            new TokenPrice(BigDecimal.ONE, BigDecimal.ONE),
            List.of(),
            new UnitPrice(null, null, null, null, null, null, BigDecimal.TEN),
            PriceTerms.LIST);

    private static @Nullable TokenUsage usage(CallType type, String request, String answer) throws MalformedJson {
        var facts = new ModelFacts(
                "chat", null, null, null, SEARCHES_COST, Set.of(), Map.of(), Abilities.UNKNOWN, Set.of());
        var call = new OutgoingCall(
                type,
                false,
                Calls.endpoint("http://h"),
                facts,
                RequestBody.parse(request.replace('\'', '"').getBytes(UTF_8)),
                Map.of(),
                Map.of(),
                new AnswerWish(null, true, false));
        JsonMembers members = JsonMembers.of(answer.replace('\'', '"').getBytes(UTF_8));
        int product = Math.max(members.find("output"), members.find("data"));
        return AnswerUsage.of(call, members, product).orElse(null);
    }

    private static @Nullable TokenUsage chat(String usage) throws MalformedJson {
        return usage(CallType.CHAT, "{'messages':[]}", "{'choices':[],'usage':" + usage + "}");
    }

    @Test
    void what_the_prompt_and_the_answer_consist_of_is_told_apart() throws MalformedJson {
        assertThat(chat("{'prompt_tokens':100,'completion_tokens':50,'total_tokens':150,"
                        + "'prompt_tokens_details':{'cached_tokens':40,'audio_tokens':7},"
                        + "'completion_tokens_details':{'reasoning_tokens':20,'audio_tokens':5}}"))
                .isEqualTo(new TokenUsage(100, 50, 40, 0, 0, new TokenKinds(7, 0, 20, 5, 0), Billed.TOKENS));
        assertThat(
                        chat(
                                "{'prompt_tokens':100,'completion_tokens':50,"
                                        + "'prompt_tokens_details':{'cached_tokens':0,'audio_tokens':0},'completion_tokens_details':null}"))
                .isEqualTo(new TokenUsage(100, 50));
    }

    @Test
    void what_stands_elsewhere_is_read_too() throws MalformedJson {
        assertThat(chat("{'prompt_tokens':9,'completion_tokens':1,'prompt_cache_hit_tokens':8}"))
                .isEqualTo(new TokenUsage(9, 1, 8, 0, 0));
        assertThat(chat("{'prompt_tokens':9,'completion_tokens':1,'cache_read_input_tokens':3,"
                        + "'cache_creation_input_tokens':4,'prompt_tokens_details':{'cached_tokens':3}}"))
                .isEqualTo(new TokenUsage(9, 1, 3, 4, 0));
        assertThat(usage(
                        CallType.RESPONSES,
                        "{'input':'a'}",
                        "{'output':[],'usage':{'input_tokens':9,'output_tokens':5,'input_tokens_details':{'cached_tokens':2},"
                                + "'output_tokens_details':{'reasoning_tokens':4}}}"))
                .isEqualTo(new TokenUsage(9, 5, 2, 0, 0, new TokenKinds(0, 0, 4, 0, 0), Billed.TOKENS));
    }

    @Test
    void thoughts_that_are_counted_apart_are_paid_for_all_the_same() throws MalformedJson {
        assertThat(chat("{'prompt_tokens':10,'completion_tokens':5,'total_tokens':45,"
                        + "'completion_tokens_details':{'reasoning_tokens':30}}"))
                .isEqualTo(new TokenUsage(10, 35, 0, 0, 0, new TokenKinds(0, 0, 30, 0, 0), Billed.TOKENS));
    }

    @Test
    void the_tier_of_service_is_the_one_of_the_answer() throws MalformedJson {
        String usage = "'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':1}}";
        assertThat(usage(CallType.CHAT, "{'service_tier':'flex'}", "{'service_tier':'priority'," + usage))
                .isEqualTo(new TokenUsage(1, 1).with(Billed.of("priority", 0)));
        assertThat(usage(CallType.CHAT, "{'service_tier':'flex'}", "{'service_tier':'default'," + usage))
                .isEqualTo(new TokenUsage(1, 1));
    }

    @Test
    void searches_are_counted_where_they_cost_something() throws MalformedJson {
        assertThat(usage(
                        CallType.RESPONSES,
                        "{'input':'a'}",
                        "{'output':[{'type':'web_search_call'},{'type':'web_search_call'},{'type':'message'}],"
                                + "'usage':{'input_tokens':9,'output_tokens':5}}"))
                .isEqualTo(new TokenUsage(9, 5).with(Billed.of(null, 2)));
    }

    @Test
    void pictures_are_counted_and_measured() throws MalformedJson {
        assertThat(usage(CallType.IMAGE, "{'prompt':'a','size':'1024x1536'}", "{'data':[{'url':'a'},{'url':'b'}]}"))
                .isEqualTo(TokenUsage.NONE.with(Billed.images(2, 2 * 1_024 * 1_536)));
        assertThat(usage(
                        CallType.IMAGE,
                        "{'prompt':'a','size':'auto'}",
                        "{'data':[{'b64_json':'a'}],'usage':{'input_tokens':50,'output_tokens':4000,'total_tokens':4050,"
                                + "'input_tokens_details':{'text_tokens':10,'image_tokens':40}}}"))
                .isEqualTo(new TokenUsage(50, 4_000, 0, 0, 0, new TokenKinds(0, 40, 0, 0, 4_000), Billed.images(1, 0)));
    }

    @Test
    void sound_is_measured() throws MalformedJson {
        String request = "{'file':'a'}";
        var spoken = TokenUsage.NONE.with(Billed.seconds(new BigDecimal("8.47")));
        assertThat(usage(CallType.TRANSCRIPTION, request, "{'text':'a','duration':8.47}"))
                .isEqualTo(spoken);
        assertThat(usage(CallType.TRANSCRIPTION, request, "{'text':'a','duration':'8.47'}"))
                .isEqualTo(spoken);
        assertThat(usage(CallType.TRANSCRIPTION, request, "{'text':'a','usage':{'type':'duration','seconds':8.47}}"))
                .isEqualTo(spoken);
        assertThat(usage(CallType.TRANSCRIPTION, request, "{'text':'a','duration':-1}"))
                .isNull();
    }

    @Test
    void an_order_of_documents_is_at_least_one_query() throws MalformedJson {
        assertThat(usage(CallType.RERANK, "{'query':'a'}", "{'results':[],'meta':{'billed_units':{'search_units':3}}}"))
                .isNotNull()
                .extracting(TokenUsage::billed)
                .isEqualTo(Billed.queries(3));
        assertThat(usage(CallType.RERANK, "{'query':'a'}", "{'results':[],'usage':{'total_tokens':7}}"))
                .isEqualTo(new TokenUsage(7, 0).with(Billed.queries(1)));
    }
}
