package dev.stellwerk.adapters.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.Payload.Prefix;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beginnings of prompts that end with {@code cache_control}. */
class MarkedPrefixesTest {
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";

    private static List<Prefix> of(String members) {
        return RequestBody.parse(("{\"model\":\"m\"," + members + "}").getBytes(StandardCharsets.UTF_8))
                .markedPrefixes();
    }

    private static List<Prefix> ofMessages(String... messages) {
        return of("\"messages\":[" + String.join(",", messages) + "]");
    }

    private static String message(String... parts) {
        return "{\"role\":\"user\",\"content\":[" + String.join(",", parts) + "]}";
    }

    private static String part(String text) {
        return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
    }

    private static String marked(String text) {
        return "{\"type\":\"text\",\"text\":\"" + text + "\"" + MARK + "}";
    }

    @Test
    void a_prompt_without_a_mark_has_none() {
        assertThat(ofMessages(message(part("hello")))).isEmpty();
        assertThat(ofMessages("{\"role\":\"user\",\"content\":\"say \\\"cache_control\\\" to me\"}"))
                .isEmpty();
        assertThat(of("\"input\":\"x\"")).isEmpty();
    }

    @Test
    void what_comes_after_the_mark_does_not_matter_and_what_comes_before_does() {
        Prefix first =
                ofMessages(message(marked("document"), part("question one"))).getFirst();

        assertThat(ofMessages(message(marked("document"), part("question two")), message(part("more"))))
                .containsExactly(first);
        assertThat(ofMessages(message(marked("another"), part("question one")))).doesNotContain(first);
    }

    @Test
    void tools_and_system_come_before_the_messages() {
        String messages = "\"messages\":[" + message(marked("document")) + "]";
        Prefix plain = of(messages).getFirst();

        assertThat(of(messages + ",\"tools\":[{\"type\":\"function\"}]")).doesNotContain(plain);
        assertThat(of(messages + ",\"system\":\"be brief\"")).doesNotContain(plain);
        assertThat(of(messages + ",\"temperature\":0.5")).containsExactly(plain);
    }

    @Test
    void a_conversation_that_goes_on_keeps_its_earlier_prefixes() {
        List<Prefix> before = ofMessages(message(marked("one")), message(marked("two")));
        List<Prefix> after = ofMessages(message(marked("one")), message(marked("two")), message(marked("three")));

        assertThat(before).hasSize(2);
        assertThat(after).hasSize(3).endsWith(before.toArray(Prefix[]::new));
        assertThat(after).isSortedAccordingTo((a, b) -> Long.compare(b.tokens(), a.tokens()));
    }

    @Test
    void a_message_may_be_marked_as_a_whole() {
        assertThat(ofMessages("{\"role\":\"user\",\"content\":\"hello\"" + MARK + "}"))
                .hasSize(1);
    }

    @Test
    void only_the_last_four_marks_count() {
        String[] messages = new String[9];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = message(marked("part " + i));
        }

        assertThat(ofMessages(messages)).hasSize(4);
    }

    @Test
    void tokens_are_estimated_from_the_length() {
        assertThat(ofMessages(message(marked("x".repeat(4_000)))).getFirst().tokens())
                .isBetween(1_000L, 1_050L);
    }
}
