package dev.stellwerk.adapters.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 8259 takes and what it refuses, by vectors, and by a parser that judges the same bytes. */
class JsonScannerTest {
    /** With limits of its own that never bind, so that a difference is one of the grammar. */
    private static final ObjectMapper REFERENCE = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static JsonMembers of(String json) throws MalformedJson {
        return JsonMembers.of(json.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "1e0",
                "1E+999",
                "1e-0000000999",
                "-12.5e-3",
                "true",
                "null",
                "\"\"",
                "\"\\u0000\\uD83D\\uDE86\\\\\\/\\b\\f\\n\\r\\t\\\"\"",
                "\"\u007f\u2028\"",
                "[]",
                "[[],{}]",
                "{\"\":{}}",
                "\t[ 1 ,\r\n2 ] "
            })
    void these_are_values(String value) throws Exception {
        JsonMembers members = of("{\"v\":" + value + "}");
        assertThat(members.tree(0)).isEqualTo(REFERENCE.readValue(value, Object.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1.e1",
                "1e",
                "1e+",
                "0x1",
                "1_0",
                "NaN",
                "-Infinity",
                "1e1000",
                "tru",
                "True",
                "nul",
                "'a'",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12\"",
                "\"\n\"",
                "\"\u0000\"",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "{\"a\" 1}",
                "]",
                "}",
                "[}",
                "{]",
                "/*c*/1",
                "//c\n1"
            })
    void these_are_none(String value) {
        assertThatThrownBy(() -> of("{\"v\":" + value + "}")).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> of(value)).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{#  \"m\": \"x\", * c#}|2|13",
                "[]|1|1",
                "{\"ü🚆\": nul}|1|11",
                "{\"a\":1}#x|2|1",
                "{\"a\":\"\\x\"}|1|8",
                "{\"a\":\"\\u12g4\"}|1|11",
                "{\"a\":#|2|1",
                "{\"a\":1,#\"a\":2}|2|1",
                "{\"a\":1e1000}|1|8"
            })
    void what_does_not_fit_is_told_by_line_and_column(String json, int line, int column) {
        String text = json.replace('#', '\n');
        assertThatThrownBy(() -> of(text))
                .isInstanceOfSatisfying(
                        MalformedJson.class,
                        bad -> assertThat(bad.in(text.getBytes(UTF_8)))
                                .endsWith(" at line " + line + ", column " + column));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"z\":1,\"z\":2}",
                "[{\"y\":[{\"z\":1,\"a\":0,\"\\u007a\":2}]}]",
                "{\"x\":{},\"y\":{\"\":1,\"\":1}}"
            })
    void a_name_that_stands_twice_is_found_at_any_depth_and_however_it_is_escaped(String value) throws MalformedJson {
        JsonMembers members = of("{\"v\":" + value + "}");
        assertThatThrownBy(() -> members.requireUnambiguous(0)).hasMessageContaining("duplicate name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"\\ud83d\"]", "{\"\\ude86\":1}", "[{\"a\":\"\\ud83d\\ud83d\\ude86\"}]"})
    void half_a_surrogate_pair_is_no_text(String value) throws MalformedJson {
        JsonMembers members = of("{\"v\":" + value + "}");
        assertThat(members.tree(0)).isNotNull();
        assertThatThrownBy(() -> members.requireUnambiguous(0)).hasMessageContaining("surrogate");
    }

    @Test
    void halves_of_surrogate_pairs_are_found_as_an_encoder_finds_them() throws MalformedJson {
        var random = new Random(9);
        String[] pieces = {"\\ud83d", "\\ude86", "\\u0041", "\\n", "a", "ü", "🚆", "\\\\", "\\uD83D\\uDE86"};
        int whole = 0;
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder("{\"v\":[\"");
            for (int left = random.nextInt(6); left > 0; left--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            JsonMembers members = of(text.append("\"]}").toString());
            boolean taken = taken(members);
            assertThat(taken).as(text.toString()).isEqualTo(wellFormed(String.valueOf(members.tree(0))));
            whole += taken ? 1 : 0;
        }
        assertThat(whole).isBetween(5_000, 19_000);
    }

    private static boolean taken(JsonMembers members) {
        try {
            members.requireUnambiguous(0);
            return true;
        } catch (MalformedJson _) {
            return false;
        }
    }

    @Test
    void names_that_are_read_are_bounded() throws MalformedJson {
        assertThat(of("{\"" + "n".repeat(4_000) + "\":1}").size()).isEqualTo(1);
        assertThatThrownBy(() -> of("{\"" + "n".repeat(50_001) + "\":1}")).hasMessageContaining("name longer");
        JsonMembers nested = of("{\"v\":{\"" + "n".repeat(50_001) + "\":1}}");
        assertThatThrownBy(() -> nested.requireUnambiguous(0)).hasMessageContaining("name longer");
    }

    @Test
    void the_same_name_in_other_objects_is_no_duplicate() throws MalformedJson {
        JsonMembers members = of("{\"v\":[{\"a\":{\"a\":1}},{\"a\":2}],\"w\":\"text\"}");
        members.requireUnambiguous(0);
        members.requireUnambiguous(1);
    }

    /** Long tokens, deep and wide documents, damaged anywhere: taken and read exactly as by the parser, or refused. */
    @Test
    void it_judges_and_reads_as_the_parser_does() {
        var random = new Random(20_261_130);
        int taken = 0;
        for (int round = 0; round < 3_000; round++) {
            String text = document(random);
            if (random.nextBoolean()) {
                text = damaged(text, random);
            }
            taken += agree(text) ? 1 : 0;
        }
        assertThat(taken).isBetween(800, 2_900);
    }

    /** Whatever a connection that breaks may leave of a document is none. */
    @Test
    void a_document_that_is_cut_is_refused_at_every_cut() throws MalformedJson {
        String whole = "{\"a\":[1.5e3,true,null,\"x\\u00e9\\n\"],\"b\":{\"c\":{\"d\":[[],{}]}},\"e\":\"ü🚆\"}";
        byte[] bytes = whole.getBytes(UTF_8);
        assertThat(JsonMembers.of(bytes).size()).isEqualTo(3);
        for (int end = 0; end < bytes.length; end++) {
            int cut = end;
            assertThatThrownBy(() -> JsonMembers.of(bytes, 0, cut, Integer.MAX_VALUE))
                    .as("cut at %d", cut)
                    .isInstanceOf(MalformedJson.class);
        }
    }

    private static String document(Random random) {
        var text = new StringBuilder("{");
        int members = random.nextInt(random.nextInt(10) == 0 ? 900 : 8);
        for (int index = 0; index < members; index++) {
            text.append(index == 0 ? "" : ",")
                    .append('"')
                    .append(index)
                    .append(string(random))
                    .append("\":");
            value(text, random, members > 20 ? 1 : random.nextInt(20) == 0 ? 62 : 4);
        }
        return text.append('}').toString();
    }

    private static void value(StringBuilder text, Random random, int depth) {
        int kind = depth == 0 ? random.nextInt(4) : depth > 10 ? 4 + random.nextInt(2) : random.nextInt(6);
        switch (kind) {
            case 0 -> text.append('"').append(string(random)).append('"');
            case 1 -> text.append(number(random));
            case 2 -> text.append(random.nextBoolean());
            case 3 -> text.append("null");
            case 4 -> {
                text.append('[');
                for (int item = random.nextInt(3); item >= 0; item--) {
                    value(text, random, item == 0 ? depth - 1 : 0);
                    text.append(item == 0 ? "" : " , ");
                }
                text.append(']');
            }
            default -> {
                text.append("{\"").append(string(random)).append("\" : ");
                value(text, random, depth - 1);
                text.append('}');
            }
        }
    }

    private static String number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> "-0." + "123456789".repeat(1 + random.nextInt(10));
            case 2 -> random.nextInt(10) + "e" + (random.nextInt(1_400) - 700);
            default -> "9".repeat(1 + random.nextInt(99));
        };
    }

    private static String string(Random random) {
        String[] pieces = {"a", "plain text ", "\\n", "\\\"", "\\\\", "\\u00fC", "\\uD83D\\uDE86", "ü", "🚆", " "};
        var text = new StringBuilder();
        for (int left = random.nextInt(2_000) == 0 ? 60_000 : random.nextInt(12); left > 0; left--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static String damaged(String text, Random random) {
        String letters = "{}[]\",:\\ ntfu0e-+.\n\u0001aé";
        var damaged = new StringBuilder(text);
        for (int change = random.nextInt(2); change >= 0 && !damaged.isEmpty(); change--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
                case 1 -> damaged.insert(at, letters.charAt(random.nextInt(letters.length())));
                case 2 -> damaged.deleteCharAt(at);
                default -> damaged.setLength(at);
            }
        }
        return damaged.toString();
    }

    private static boolean agree(String json) {
        JsonMembers members = members(json);
        Object expected = tree(json);
        if (members == null) {
            // beyond our bounds, or a name that stands twice at the top: the parser is more lenient there
            return expected != null && !bounded(json) && differ(json);
        }
        if (!(expected instanceof Map<?, ?> values)) {
            // in a name, where the parser minds it and we judge it apart
            return !loneSurrogate(json) && differ(json);
        }
        boolean same = values.size() == members.size();
        for (int index = 0; index < members.size(); index++) {
            same &= Objects.equals(members.tree(index), values.get(members.name(index)));
        }
        return same || differ(json);
    }

    private static boolean differ(String json) {
        return fail("taken by one, and refused or read otherwise by the other: " + json);
    }

    private static boolean loneSurrogate(String json) {
        try {
            JsonMembers members = of(json);
            for (int index = 0; index < members.size(); index++) {
                if (!wellFormed(members.name(index))) {
                    return true;
                }
                members.requireUnambiguous(index);
            }
            return false;
        } catch (MalformedJson bad) {
            return String.valueOf(bad.getMessage()).contains("surrogate");
        }
    }

    private static boolean wellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean bounded(String json) {
        try {
            of(json);
            return false;
        } catch (MalformedJson bad) {
            String problem = String.valueOf(bad.getMessage());
            return problem.contains("duplicate")
                    || problem.contains("exponent")
                    || problem.contains("nested")
                    || problem.contains("number longer")
                    || problem.contains("members")
                    || problem.contains("name longer");
        }
    }

    private static @Nullable JsonMembers members(String json) {
        try {
            return of(json);
        } catch (MalformedJson _) {
            return null;
        }
    }

    private static @Nullable Object tree(String json) {
        try {
            return REFERENCE.readValue(json.getBytes(UTF_8), Object.class);
        } catch (JsonProcessingException | NumberFormatException _) { // the latter for exponents beyond an int
            return null;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
