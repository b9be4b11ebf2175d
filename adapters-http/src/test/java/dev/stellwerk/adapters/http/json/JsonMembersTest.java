package dev.stellwerk.adapters.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonMembersTest {
    private static final ObjectMapper REFERENCE = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static JsonMembers of(String json) throws MalformedJson {
        return JsonMembers.of(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void members_are_found_with_their_ranges() throws MalformedJson {
        JsonMembers members = of(" { \"a\" : [1, {\"b\": 2}] , \"c\":\"x\\u00e9\\\"y\"\n, \"d\":-1.5e3 } ");
        assertThat(members.size()).isEqualTo(3);
        assertThat(members.source(members.find("a"))).isEqualTo("[1, {\"b\": 2}]");
        assertThat(members.textOf("c")).isEqualTo("xé\"y");
        assertThat(members.source(2)).isEqualTo("-1.5e3");
        assertThat(members.bytes()[members.memberStart(1)]).isEqualTo((byte) '"');
        assertThat(members.find("b")).isEqualTo(-1);
    }

    @Test
    void a_name_with_escapes_is_the_same_name() {
        assertThatThrownBy(() -> of("{\"model\":1,\"mod\\u0065l\":2}")).isInstanceOf(MalformedJson.class);
    }

    @Test
    void empty_objects_and_arrays_are_values() throws MalformedJson {
        assertThat(of("{}").size()).isZero();
        assertThat(of("{\"a\":{},\"b\":[],\"c\":[[],{}]}").size()).isEqualTo(3);
    }

    @Test
    void nesting_is_bounded() throws MalformedJson {
        assertThat(of("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}").size()).isEqualTo(1);
        assertThatThrownBy(() -> of("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"))
                .hasMessageContaining("nested");
    }

    @Test
    void numbers_are_bounded() throws MalformedJson {
        assertThat(of("{\"a\":" + "1".repeat(100) + "}").size()).isEqualTo(1);
        assertThatThrownBy(() -> of("{\"a\":" + "1".repeat(101) + "}")).hasMessageContaining("number");
    }

    @Test
    void values_are_counted() {
        byte[] many = ("{\"a\":[" + "1,".repeat(100) + "1]}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JsonMembers.of(many, 0, many.length, 50)).hasMessageContaining("too many");
    }

    /** Damaged documents of all kinds must be taken and refused exactly as by a parser known to be strict. */
    @Test
    void it_judges_as_jackson_does() {
        var random = new Random(7);
        String[] seeds = {
            "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi \\n \\u00e9 \\\\ there, long\"}],\"n\":1}",
            "{\"a\":-0.5e+10,\"b\":[true,false,null,[],{}],\"c\":{\"d\":{\"e\":[1,2,3]}},\"f\":\"\"}",
            "{ \"x\" : { } , \"y\" : [ [ ] ] , \"z\" : 0 }"
        };
        String alphabet = "{}[]\",:\\ ntfu01e-+.\n\u0001aé";
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            var text = new StringBuilder(seeds[round % seeds.length]);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(text.length());
                char letter = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, letter);
                    case 1 -> text.insert(at, letter);
                    default -> text.deleteCharAt(at);
                }
            }
            accepted += agree(text.toString()) ? 1 : 0;
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    private static boolean agree(String json) {
        Map<?, ?> expected = null;
        try {
            expected = REFERENCE.readValue(json, Map.class);
        } catch (JsonProcessingException refused) {
            if (String.valueOf(refused.getMessage()).contains("Duplicate")) {
                return false; // Jackson looks for them on every level, we on the outermost
            }
        }
        JsonMembers members = null;
        try {
            members = of(json);
        } catch (MalformedJson _) {
            // compared below
        }
        assertThat(members == null).as(json).isEqualTo(expected == null);
        if (members == null || expected == null) {
            return false;
        }
        for (int index = 0; index < members.size(); index++) {
            assertThat(members.source(index).strip()).isEqualTo(members.source(index));
            assertThat(expected.containsKey(members.name(index))).isTrue();
        }
        return true;
    }

    @Test
    void utf8_is_judged_as_the_jdk_does() {
        var random = new Random(3);
        byte[] interesting = {
            (byte) 0xC0,
            (byte) 0xC2,
            (byte) 0xE0,
            (byte) 0xED,
            (byte) 0xF0,
            (byte) 0xF4,
            (byte) 0xF5,
            (byte) 0x80,
            (byte) 0x8F,
            (byte) 0x90,
            (byte) 0x9F,
            (byte) 0xA0,
            (byte) 0xBF,
            'a',
            'b'
        };
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(14)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = interesting[random.nextInt(interesting.length)];
            }
            boolean strict = true;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException _) {
                strict = false;
            }
            assertThat(Utf8.valid(bytes, 0, bytes.length)).isEqualTo(strict);
        }
    }
}
