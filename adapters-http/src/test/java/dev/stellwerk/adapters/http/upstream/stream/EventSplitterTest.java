package dev.stellwerk.adapters.http.upstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.http.upstream.wire.AnswerTooLong;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event stream of the WHATWG's HTML standard, 9.2.6, by vectors and against its text written down once more. */
class EventSplitterTest {
    /** Name and data of all events; several lines of data are joined by a blank, which JSON takes for a line end. */
    private static List<String> events(byte[] stream, int... cuts) {
        var pieces = new ArrayList<InputStream>();
        int from = 0;
        for (int cut : cuts) {
            pieces.add(new ByteArrayInputStream(stream, from, cut - from));
            from = cut;
        }
        pieces.add(new ByteArrayInputStream(stream, from, stream.length - from));
        try {
            return events(BodyReader.untilClose(new SequenceInputStream(Collections.enumeration(pieces))));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static List<String> events(BodyReader body) throws IOException {
        var splitter = new EventSplitter();
        var events = new ArrayList<String>();
        while (splitter.read(body)) {
            while (splitter.next()) {
                events.add(shown(splitter));
            }
        }
        if (splitter.rest()) {
            events.add(shown(splitter));
        }
        return events;
    }

    private static String shown(EventReader event) {
        byte[] name = event.name();
        String data = new String(event.bytes(), event.dataStart(), event.dataEnd() - event.dataStart(), UTF_8);
        return (name == null ? "" : new String(name, UTF_8)) + "=" + data;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: a^^data: b^^|=a,=b",
                "data:a^^|=a",
                "data:··a·^^|=·a·",
                "data: a^data: b^data:c^^|=a b c",
                "data: a^data^data: b^^|=a  b",
                "event: e^data: a^^data: b^^|e=a,=b",
                "data: a^event: e^^|e=a",
                "event: e^event: f^data: a^^|f=a",
                "event: e^event:^data: a^^|=a",
                "event: e^^data: a^^|=a", // an event without data is none, and its name is gone
                ": comment^data: a^: comment^^|=a",
                ":^^:^^data: a^^|=a",
                "id: 7^retry: 5^data: a^other: x^databases: x^dat: x^^|=a",
                "data:^^data: ^^data:   ^^data: a^^|=a", // nothing in it: keeps a connection alive
                "data: [DONE]·^^|=[DONE]·",
                "^^^^data: a^^^^^^data: b^^^|=a,=b",
                "data: a|=a", // no blank line at the end: taken all the same
                "data: a^|=a",
                "data: a^^data|=a",
                "data: a: b^^|=a: b",
                "·data: x^data: a^^|=a",
                "\uFEFFdata: a^^|=a",
                "data: a^^\uFEFFdata: b^^data: c^^|=a,=c", // a mark further on is part of a name that nobody knows
            })
    void events_are_found_by_every_line_end_and_every_cut(String stream, String expected) {
        List<String> wanted = Arrays.asList(expected.replace('·', ' ').split(",", -1));
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            byte[] bytes = stream.replace("^", lineEnd).replace('·', ' ').getBytes(UTF_8);
            for (int cut = 0; cut <= bytes.length; cut++) {
                int next = Math.min(bytes.length, cut + 1);
                assertThat(events(bytes, cut, next)).as("%d of %s", cut, stream).isEqualTo(wanted);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "[DONE],true",
        "[DONE] ,true",
        " [DONE],true",
        "'\t[DONE] \t ',true",
        "[DONE]x,false",
        "[DONE,false",
        "'{}',false",
        "' [DON E]',false"
    })
    void the_last_word_is_known_with_blanks_around_it(String data, boolean last) throws IOException {
        var splitter = new EventSplitter();
        splitter.read(BodyReader.untilClose(new ByteArrayInputStream(("data:" + data + "\n\n").getBytes(UTF_8))));
        assertThat(splitter.next()).isTrue();
        assertThat(splitter.isLastWord()).isEqualTo(last);
    }

    @Test
    void any_lines_are_read_as_the_standard_says() {
        String[] parts = {
            "data", "event", "id", "retry", "x", ":", ": ", " ", "a", "[DONE]", "é", "\n", "\n", "\r", "\r\n", "\n\n"
        };
        var random = new Random(11);
        for (int round = 0; round < 60_000; round++) {
            var stream = new StringBuilder(random.nextInt(9) == 0 ? "\uFEFF" : "");
            for (int part = random.nextInt(30); part >= 0; part--) {
                stream.append(parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = stream.toString().getBytes(UTF_8);
            int[] cuts =
                    random.ints(random.nextInt(5), 0, bytes.length + 1).sorted().toArray();
            assertThat(events(bytes, cuts)).as(stream.toString()).isEqualTo(byTheStandard(stream.toString()));
        }
    }

    /** The standard's own steps, one by one, and our two exceptions: a last event needs no end, an empty one is none. */
    private static List<String> byTheStandard(String stream) {
        var events = new ArrayList<String>();
        var data = new ArrayList<String>();
        String name = "";
        String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
        for (String line : (text + "\n\n").split("\r\n|\r|\n", -1)) {
            if (line.isEmpty()) {
                if (!String.join("", data).isBlank()) {
                    events.add(name + "=" + String.join(" ", data));
                }
                data.clear();
                name = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (field.equals("data")) {
                data.add(value);
            } else if (field.equals("event")) {
                name = value;
            }
        }
        return events;
    }

    private static BodyReader body(int repeats, String... pieces) {
        var streams = new ArrayList<InputStream>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (String piece : pieces) {
                streams.add(new ByteArrayInputStream(piece.getBytes(UTF_8)));
            }
        }
        return BodyReader.untilClose(new SequenceInputStream(Collections.enumeration(streams)));
    }

    @Test
    void the_bound_is_for_an_event_and_not_for_the_stream() throws IOException {
        String most = "data: " + "x".repeat(EventSplitter.EVENT_BYTES_MAX - 7) + "\n";
        assertThat(events(body(3, most, "\n"))).hasSize(3).allMatch(event -> event.length() == most.length() - 6);
        assertThatThrownBy(() -> events(body(1, "data: small\n\n", most, ":\n", "\n")))
                .isInstanceOf(AnswerTooLong.class);
        assertThat(events(body(3_000, "data: " + "x".repeat(20_000) + "\n\n"))).hasSize(3_000);
    }

    @Test
    void comments_without_end_are_not_held() throws IOException {
        var splitter = new EventSplitter();
        BodyReader body = body(20_000, ": " + "still here, ".repeat(20) + "\n\n");
        while (splitter.read(body)) {
            assertThat(splitter.next()).isFalse();
        }
        assertThat(splitter.held()).isLessThan(100_000);
    }

    @Test
    void the_room_of_a_large_event_is_given_back() throws IOException {
        var splitter = new EventSplitter();
        BodyReader body = body(2, "data: " + "x".repeat(3 << 20) + "\n\n", "data: small\n\n", "data: small\n\n");
        int most = 0;
        while (splitter.read(body)) {
            most = Math.max(most, splitter.held());
            while (splitter.next()) {
                // goes on
            }
        }
        assertThat(most).isBetween(3 << 20, 8 << 20);
        assertThat(splitter.held()).isLessThan(100_000);
    }
}
