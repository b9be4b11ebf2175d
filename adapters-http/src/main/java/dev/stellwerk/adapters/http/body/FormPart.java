package dev.stellwerk.adapters.http.body;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One part of a form, as ranges of the bytes received: its head begins behind the delimiter's line, its content ends
 * before the line break of the next delimiter.
 *
 * @param file the part has a file's name, and is no field
 */
record FormPart(String name, boolean file, int headStart, int contentStart, int contentEnd) {
    private static final String DISPOSITION = "content-disposition:";
    private static final int HEAD_BYTES_MAX = 16 << 10;

    /**
     * Reads the head of a part. Whatever another reader could take for another name is refused.
     *
     * @param end where the content ends
     * @throws CallRefused when the part is not well formed
     */
    static FormPart read(byte[] bytes, int headStart, int end) {
        int headEnd = headStart;
        while (!ByteSearch.startsWith(bytes, headEnd, '\r', '\n', '\r', '\n')) {
            if (++headEnd >= end || headEnd - headStart > HEAD_BYTES_MAX) {
                throw invalid("part without headers");
            }
        }
        if (headEnd + 4 > end) {
            throw invalid("part without content");
        }
        String head = new String(bytes, headStart, headEnd - headStart, StandardCharsets.UTF_8);
        String disposition = disposition(head);
        String name = disposition == null ? null : HeaderParameter.of(disposition, "name");
        if (disposition == null || name == null || HeaderParameter.ambiguous(disposition, "name")) {
            throw invalid("part without one plain name");
        }
        boolean file = HeaderParameter.of(disposition, "filename") != null
                || HeaderParameter.of(disposition, "filename*") != null;
        return new FormPart(name, file, headStart, headEnd + 4, end);
    }

    private static @Nullable String disposition(String head) {
        String found = null;
        for (String line : head.split("\r\n", -1)) {
            checkLine(line);
            if (line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length())) {
                if (found != null) {
                    throw invalid("part with two dispositions");
                }
                found = line;
            }
        }
        if (found == null) {
            return null;
        }
        int end = found.indexOf(';');
        String kind = found.substring(DISPOSITION.length(), end < 0 ? found.length() : end);
        return kind.strip().equalsIgnoreCase("form-data") ? found : null;
    }

    /** A header is a name, a colon and a text in one line; folded lines and control characters are read differently. */
    private static void checkLine(String line) {
        int colon = line.indexOf(':');
        boolean named = colon > 0 && line.charAt(0) > ' ' && line.charAt(colon - 1) > ' ';
        if (!named || line.chars().anyMatch(letter -> letter != '\t' && Character.isISOControl(letter))) {
            throw invalid("bad header of a part");
        }
    }

    static CallRefused invalid(String problem) {
        return new CallRefused(new CallRefusal.Invalid("Invalid multipart body: " + problem, "request_body"));
    }
}
