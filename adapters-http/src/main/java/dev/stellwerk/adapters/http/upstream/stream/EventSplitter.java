package dev.stellwerk.adapters.http.upstream.stream;

import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into server-sent events, in whatever pieces it arrives: lines may end with LF, CRLF or CR, data may
 * stand on several lines, comments and unknown fields are skipped. Holds at most one unfinished event of bounded size.
 *
 * <p>Use: {@link #read} once, then {@link #next} until it answers false; the fields describe the event found last and
 * hold until the next call.
 */
public final class EventSplitter {
    public static final int EVENT_BYTES_MAX = 1 << 20;
    private static final int FIRST_ROOM = 8 << 10;
    private static final int ROOM_WANTED = 2 << 10;

    private byte[] bytes = new byte[FIRST_ROOM];
    private int eventStart; // the first byte that belongs to no event yet handed out
    private int scanned; // up to here no end of an event was found
    private int lineStart;
    private boolean afterCarriageReturn;
    private int end;
    private boolean first = true;

    private int dataStart;
    private int dataEnd;
    private byte @Nullable [] name;

    /** The array in which the event stands; its data may be written to. */
    public byte[] bytes() {
        return bytes;
    }

    public int dataStart() {
        return dataStart;
    }

    public int dataEnd() {
        return dataEnd;
    }

    /** What stands behind {@code event:}; null when the event has no name. */
    public byte @Nullable [] name() {
        return name;
    }

    /** Takes in what has arrived; answers false at the end of the body. */
    public boolean read(BodyReader body) throws IOException {
        makeRoom();
        int count = body.read(bytes, end, bytes.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void makeRoom() throws IOException {
        if (eventStart > 0) {
            System.arraycopy(bytes, eventStart, bytes, 0, end - eventStart);
            scanned -= eventStart;
            lineStart -= eventStart;
            end -= eventStart;
            eventStart = 0;
        }
        if (end > EVENT_BYTES_MAX) {
            throw new IOException("an event longer than " + EVENT_BYTES_MAX + " bytes");
        }
        if (bytes.length - end < ROOM_WANTED) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }

    /** Goes to the next whole event that has data; false when more has to be read first. */
    public boolean next() {
        skipByteOrderMark();
        while (scanned < end) {
            byte letter = bytes[scanned++];
            if (letter == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false; // the second half of a line end
                eventStart += eventStart == scanned - 1 ? 1 : 0;
                lineStart = scanned;
                continue;
            }
            afterCarriageReturn = letter == '\r';
            if (letter == '\n' || letter == '\r') {
                boolean blank = lineStart == scanned - 1;
                lineStart = scanned;
                if (blank && take(scanned - 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is left at the end of the body, as if its last line had been ended. */
    public boolean rest() {
        scanned = end;
        lineStart = end;
        return eventStart < end && take(end);
    }

    private void skipByteOrderMark() {
        if (first && eventStart == 0 && end >= 3) {
            first = false;
            if (bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
                eventStart = 3;
                scanned = Math.max(scanned, 3);
                lineStart = Math.max(lineStart, 3);
            }
        }
    }

    /** Reads the fields of the event that ends at {@code blank}; false when it has no data. */
    private boolean take(int blank) {
        int at = eventStart;
        eventStart = scanned;
        dataStart = -1;
        name = null;
        while (at < blank) {
            int lineEnd = at;
            while (lineEnd < blank && bytes[lineEnd] != '\n' && bytes[lineEnd] != '\r') {
                lineEnd++;
            }
            field(at, lineEnd);
            at = lineEnd + 1;
        }
        return dataStart >= 0;
    }

    private void field(int from, int to) {
        if (is("data", from, to)) {
            addData(valueStart(from + 4, to), to);
        } else if (is("event", from, to)) {
            name = Arrays.copyOfRange(bytes, valueStart(from + 5, to), to);
        }
    }

    private boolean is(String name, int from, int to) {
        int length = name.length();
        if (to - from < length || (to - from > length && bytes[from + length] != ':')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int valueStart(int colon, int to) {
        int at = Math.min(colon + 1, to);
        return at < to && bytes[at] == ' ' ? at + 1 : at;
    }

    /** Further lines of data are moved up behind the first, joined by a blank: JSON cannot tell it from a line end. */
    private void addData(int from, int to) {
        if (dataStart < 0) {
            dataStart = from;
            dataEnd = to;
            return;
        }
        bytes[dataEnd++] = ' ';
        System.arraycopy(bytes, from, bytes, dataEnd, to - from);
        dataEnd += to - from;
    }
}
