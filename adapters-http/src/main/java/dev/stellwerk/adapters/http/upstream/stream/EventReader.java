package dev.stellwerk.adapters.http.upstream.stream;

import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events of one stream in its bytes; each framing that upstreams use has a reader of its own. Belongs to one
 * stream and one thread.
 *
 * <p>Use: {@link #read} once, then {@link #next} until it answers false, and {@link #rest} when the body has ended. The
 * fields describe the event found last and hold until the next call.
 */
public interface EventReader {
    /** Takes in what has arrived; answers false at the end of the body. */
    boolean read(BodyReader body) throws IOException;

    /** Goes to the next whole event that has data; false when more has to be read first. */
    boolean next() throws IOException;

    /** Goes to what is left at the end of the body, as if it had been ended; false when nothing is left. */
    boolean rest() throws IOException;

    /** The array in which the event stands; its data may be written to. */
    byte[] bytes();

    int dataStart();

    int dataEnd();

    /** The event's name; null when it has none. */
    byte @Nullable [] name();

    /** Bytes of memory that the reader holds. */
    int held();

    /** Whether the data is {@code [DONE]}, the last word of OpenAI's streams, with or without blanks around it. */
    default boolean isLastWord() {
        byte[] bytes = bytes();
        int from = dataStart();
        int to = dataEnd();
        while (to > from && blank(bytes[to - 1])) {
            to--;
        }
        while (to > from && blank(bytes[from])) {
            from++;
        }
        return to - from == 6
                && bytes[from] == '['
                && bytes[from + 1] == 'D'
                && bytes[from + 2] == 'O'
                && bytes[from + 3] == 'N'
                && bytes[from + 4] == 'E'
                && bytes[from + 5] == ']';
    }

    /** Whether the data has nothing in it. Some upstreams keep a connection alive by such events. */
    default boolean isBlank() {
        byte[] bytes = bytes();
        int at = dataStart();
        while (at < dataEnd() && blank(bytes[at])) {
            at++;
        }
        return at == dataEnd();
    }

    private static boolean blank(byte letter) {
        return letter == ' ' || letter == '\t' || letter == '\r';
    }
}
