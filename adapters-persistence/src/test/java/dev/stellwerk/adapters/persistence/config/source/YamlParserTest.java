package dev.stellwerk.adapters.persistence.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.application.configuration.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlParserTest {
    private final Findings findings = new Findings();

    private Content.Fields parse(String yaml) {
        return (Content.Fields) YamlParser.parse("f.yaml", yaml, findings);
    }

    private List<String> told() {
        return findings.inFileOrder().stream().map(Finding::toString).toList();
    }

    private static String text(Content.Fields map, String key) {
        return ((Content.Scalar) map.fields().get(key).value()).text();
    }

    @Test
    void every_key_and_value_knows_its_line() {
        Content.Fields root = parse("a: 1\nb:\n  c: 2\n  d: [3,\n      4]\n");

        assertThat(root.fields().get("b").place()).isEqualTo(new Place("f.yaml", 2));
        var b = (Content.Fields) root.fields().get("b").value();
        assertThat(b.place().line()).isEqualTo(3);
        var d = (Content.Items) b.fields().get("d").value();
        assertThat(d.items().getLast().place().line()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "010",
                "12:30:45",
                "1_000",
                "0x1F",
                "2024-06-01",
                "yes",
                "1e3",
                ".5",
                "=",
                "<your-endpoint>"
            })
    void a_plain_scalar_keeps_its_text(String written) {
        assertThat(text(parse("k: " + written), "k")).isEqualTo(written);
        assertThat(told()).isEmpty();
    }

    @Test
    void comments_emoji_block_text_and_json_are_read() {
        Content.Fields root = parse("# 👈\na: \"free\" # 👈 Key Change\nb: |\n  one\n  two\nc: {\"d\": [\"e\"]}\n");

        assertThat(text(root, "a")).isEqualTo("free");
        assertThat(text(root, "b")).isEqualTo("one\ntwo\n");
        assertThat(root.fields().get("c").value()).isInstanceOf(Content.Fields.class);
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "~, true",
        "null, true",
        "'', true",
        "'\"\"', false",
        "'\"null\"', false",
        "'!!str null', false",
        "nil, false"
    })
    void only_plain_nulls_are_null(String written, boolean isNull) {
        var scalar = (Content.Scalar) parse("k: " + written).fields().get("k").value();

        assertThat(scalar.isNull()).isEqualTo(isNull);
    }

    @Test
    void a_key_that_stands_twice_is_an_error_at_the_second() {
        parse("a: 1\nb: 2\na: 3\n");

        assertThat(told()).containsExactly("f.yaml:3: error: a: stands twice in the same map, first in line 1");
    }

    @Test
    void a_key_that_stands_twice_deep_inside_is_told_with_its_path() {
        YamlParser.parse("f.yaml", "list:\n- name: m\n  params:\n    model: a\n    model: b\n", findings);

        assertThat(told())
                .containsExactly(
                        "f.yaml:5: error: list[0].params.model: stands twice in the same map, first in line 4");
    }

    @Test
    void a_character_that_is_no_text_is_told_with_its_line() {
        YamlParser.parse("f.yaml", "a: 1\nb: \"\0\"\n", findings);

        assertThat(told()).containsExactly("f.yaml:2: error: yaml: holds the character U+0000, which no text has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!python/object:os.system x", "!mine x", "!!java.net.URL x", "!!binary aGk=", "!!set {a}"})
    void type_tags_are_refused(String tagged) {
        parse("a: 1\nb: " + tagged);

        assertThat(told())
                .singleElement()
                .asString()
                .matches("f.yaml:2: error: (yaml|b): .*")
                .contains("tag");
    }

    @Test
    void anchors_aliases_and_merges_are_followed() {
        Content.Fields root = parse("base: &b {x: 1, y: 2}\nmore: {<<: *b, y: 3}\nsame: *b\n");

        var more = (Content.Fields) root.fields().get("more").value();
        assertThat(text(more, "x")).isEqualTo("1");
        assertThat(text(more, "y")).isEqualTo("3");
        assertThat(text((Content.Fields) root.fields().get("same").value(), "x"))
                .isEqualTo("1");
        assertThat(told()).isEmpty();
    }

    @Test
    void aliases_of_texts_do_not_count() {
        parse("a: &a x\nb: [" + "*a, ".repeat(500) + "]\n");

        assertThat(told()).isEmpty();
    }

    @Test
    void more_than_fifty_aliases_of_lists_and_maps_are_refused() {
        parse("a: &a {x: 1}\nb: [" + "*a, ".repeat(50) + "]\n");
        assertThat(told()).isEmpty();

        YamlParser.parse("f.yaml", "a: &a {x: 1}\nb: [" + "*a, ".repeat(51) + "]\n", findings);
        assertThat(told()).singleElement().asString().contains("aliases");
    }

    @Test
    void aliases_of_aliases_do_not_multiply_without_end() {
        var yaml = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i <= 25; i++) {
            yaml.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        YamlParser.parse("f.yaml", yaml.toString(), findings);

        assertThat(told()).singleElement().asString().contains("more than 100000 values");
    }

    @Test
    void an_alias_inside_itself_is_refused() {
        parse("a: &a\n  b: *a\n");

        assertThat(told()).singleElement().asString().contains("must not contain itself");
    }

    @Test
    void depth_is_bounded() {
        parse("a: " + "[".repeat(40) + "]".repeat(40));
        assertThat(told()).isEmpty();

        YamlParser.parse("f.yaml", "a: " + "[".repeat(60) + "]".repeat(60), findings);
        assertThat(told()).singleElement().asString().contains("error: yaml:").containsIgnoringCase("depth");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [\"b\"\\nc: 1|2",
                "a: 1\\n\\tb: 2|2",
                "a: 1\\nb: 2\\n c: 3|3",
                "a: 'x|1",
                "a: 1\\n--- \\nb: 2|2"
            })
    void broken_text_names_the_line(String yaml, int line) {
        YamlParser.parse("f.yaml", yaml.replace("\\n", "\n").replace("\\t", "\t"), findings);

        assertThat(told()).singleElement().asString().startsWith("f.yaml:" + line + ": error: yaml: ");
    }
}
