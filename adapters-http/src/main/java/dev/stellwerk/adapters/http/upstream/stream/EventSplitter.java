package dev.stellwerk.adapters.http.upstream.stream;

import dev.stellwerk.adapters.http.upstream.wire.AnswerTooLong;
import dev.stellwerk.adapters.http.upstream.wire.BodyReader;
import dev.stellwerk.adapters.http.upstream.wire.NoRoomForAnswer;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into server-sent events, in whatever pieces it arrives, by the rules of the WHATWG: lines end with
 * LF, CRLF or CR, one blank behind the colon is no part of the value, data may stand on several lines, comments and
 * unknown fields are skipped, and so is a byte-order mark at the very beginning. Unlike those rules it takes a last event
 * that no blank line ends.
 *
 * <p>Holds at most one unfinished event, of {@link #EVENT_BYTES_MAX} bytes: a picture may stand in one.
 */
public final class EventSplitter implements EventReader {
    /** Bytes of one event, all of its lines together; how many events a stream has is not bounded. */
    public static final int EVENT_BYTES_MAX = 32 << 20;

    private static final int FIRST_ROOM = 8 << 10;
    private static final int ROOM_WANTED = 2 << 10;
    private static final int ROOM_KEPT = 64 << 10;

    private byte[] bytes = new byte[FIRST_ROOM];
    private int eventStart; // the first byte that belongs to no event yet handed out
    private int scanned; // up to here no end of an event was found
    private int lineStart;
    private boolean afterCarriageReturn;
    private int end;
    private boolean atBeginning = true; // a byte-order mark may still come

    private int dataStart;
    private int dataEnd;
    private byte @Nullable [] name;

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int dataStart() {
        return dataStart;
    }

    @Override
    public int dataEnd() {
        return dataEnd;
    }

    @Override
    public byte @Nullable [] name() {
        return name;
    }

    @Override
    public boolean read(BodyReader body) throws IOException {
        makeRoom(body);
        int count = body.read(bytes, end, bytes.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void makeRoom(BodyReader body) throws AnswerTooLong, NoRoomForAnswer {
        if (eventStart > 0) {
            int rest = end - eventStart;
            boolean large = bytes.length > ROOM_KEPT && rest < ROOM_KEPT / 2; // the large event is gone
            byte[] room = large ? new byte[ROOM_KEPT] : bytes;
            if (large) {
                body.holds(ROOM_KEPT);
            }
            System.arraycopy(bytes, eventStart, room, 0, rest);
            bytes = room;
            scanned -= eventStart;
            lineStart -= eventStart;
            end = rest;
            eventStart = 0;
        }
        checkLength(end);
        if (bytes.length - end < ROOM_WANTED) {
            int more = Math.min(2 * bytes.length, EVENT_BYTES_MAX + 2 * ROOM_WANTED);
            body.holds(more > ROOM_KEPT ? 2L * more : more); // here, and once more on the way to the client
            bytes = Arrays.copyOf(bytes, more);
        }
    }

    private static void checkLength(int length) throws AnswerTooLong {
        if (length > EVENT_BYTES_MAX) {
            throw new AnswerTooLong("an event of the upstream's stream", EVENT_BYTES_MAX);
        }
    }

    @Override
    public int held() {
        return bytes.length;
    }

    @Override
    public boolean next() throws AnswerTooLong {
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

    @Override
    public boolean rest() throws AnswerTooLong {
        scanned = end;
        lineStart = end;
        return eventStart < end && take(end);
    }

    private void skipByteOrderMark() {
        if (atBeginning && end >= 3) {
            atBeginning = false;
            if (eventStart == 0 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
                eventStart = 3;
                scanned = Math.max(scanned, 3);
                lineStart = Math.max(lineStart, 3);
            }
        }
    }

    /** Reads the fields of the event that ends at {@code blank}; false when it has no data. */
    private boolean take(int blank) throws AnswerTooLong {
        int at = eventStart;
        checkLength(blank - at);
        eventStart = scanned;
        atBeginning = false;
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
        return dataStart >= 0 && !isBlank();
    }

    private void field(int from, int to) {
        if (is("data", from, to)) {
            addData(valueStart(from + 4, to), to);
        } else if (is("event", from, to)) {
            int start = valueStart(from + 5, to);
            name = start == to ? null : Arrays.copyOfRange(bytes, start, to);
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
