package dev.stellwerk.adapters.http.inbound.connection;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.Locale;

/** Tells a connection that a head is complete, and refuses what the parser lets pass. */
public final class HeadChecks implements Http1ConnectionListener {
    private static final int FIELDS_MAX = 100;
    private static final int CODING_LENGTH_TOLD = 40;

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        checkFields(headers);
        if (headers.contains(HeaderNames.CONTENT_ENCODING)) {
            throw RequestHead.refused(
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "bodies are not taken with Content-Encoding "
                            + told(headers.get(HeaderNames.CONTENT_ENCODING).get()) + ": send them uncompressed");
        }
        checkExpectation(headers);
        ClientConnection.CURRENT.get().headComplete(bodyBytes(headers));
    }

    private static void checkExpectation(Headers headers) {
        if (headers.contains(HeaderNames.EXPECT)
                && !headers.get(HeaderNames.EXPECT).get().strip().equalsIgnoreCase("100-continue")) {
            throw RequestHead.refused(Status.EXPECTATION_FAILED_417, "of expectations only 100-continue can be met");
        }
    }

    /** What belongs to the request besides its head; -1 when its chunks tell. */
    private static long bodyBytes(Headers headers) {
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            checkCoding(headers);
            return -1;
        }
        if (!headers.contains(HeaderNames.CONTENT_LENGTH)) {
            return 0;
        }
        Header length = headers.get(HeaderNames.CONTENT_LENGTH);
        try {
            long bytes = length.valueCount() == 1
                    ? Long.parseUnsignedLong(length.get().strip())
                    : -1;
            if (bytes >= 0 && Character.isDigit(length.get().strip().charAt(0))) {
                return bytes;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw RequestHead.refused(Status.BAD_REQUEST_400, "Content-Length is not one number of bytes");
    }

    private static void checkCoding(Headers headers) {
        if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
            throw RequestHead.refused(
                    Status.BAD_REQUEST_400, "Transfer-Encoding and Content-Length cannot stand together");
        }
        String codings =
                String.join(",", headers.get(HeaderNames.TRANSFER_ENCODING).allValues());
        String last = codings.substring(codings.lastIndexOf(',') + 1).strip();
        if (!last.equalsIgnoreCase("chunked")) {
            throw RequestHead.refused(
                    Status.BAD_REQUEST_400, "the last Transfer-Encoding of a request must be chunked");
        }
        String others =
                codings.substring(0, Math.max(0, codings.lastIndexOf(','))).strip();
        if (others.toLowerCase(Locale.ROOT).contains("chunked")) {
            throw RequestHead.refused(Status.BAD_REQUEST_400, "a request is chunked more than once");
        }
        if (!others.isEmpty()) {
            throw RequestHead.refused(
                    Status.NOT_IMPLEMENTED_501,
                    "the Transfer-Encoding " + told(others) + " is not known here: send chunked alone");
        }
        if (codings.indexOf(',') >= 0) {
            throw RequestHead.refused(Status.BAD_REQUEST_400, "Transfer-Encoding is a list with an empty place");
        }
    }

    private static String told(String coding) {
        return coding.length() <= CODING_LENGTH_TOLD ? coding : coding.substring(0, CODING_LENGTH_TOLD);
    }

    /** Any number of fields, and fields without a name, come through otherwise. */
    private static void checkFields(Headers headers) {
        int fields = 0;
        for (Header field : headers) {
            if (field.name().isEmpty()) {
                throw RequestHead.refused(Status.BAD_REQUEST_400, "a header field has no name");
            }
            fields += field.valueCount(); // fields of one name are counted as one otherwise
            if (fields > FIELDS_MAX) {
                throw RequestHead.refused(
                        Status.create(431, "Request Header Fields Too Large"),
                        "more than " + FIELDS_MAX + " header fields");
            }
        }
    }
}
