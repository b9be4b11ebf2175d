package dev.stellwerk.adapters.http.inbound.connection;

import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/** Tells a connection that a head is complete, and refuses what the parser lets pass. */
public final class HeadChecks implements Http1ConnectionListener {
    private static final int FIELDS_MAX = 100;
    private static final int CODING_LENGTH_TOLD = 40;

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        checkFields(headers);
        if (headers.contains(HeaderNames.CONTENT_ENCODING)) {
            throw refused(
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "bodies are not taken with Content-Encoding "
                            + told(headers.get(HeaderNames.CONTENT_ENCODING).get()) + ": send them uncompressed");
        }
        ClientConnection.CURRENT.get().headComplete();
    }

    private static String told(String coding) {
        return coding.length() <= CODING_LENGTH_TOLD ? coding : coding.substring(0, CODING_LENGTH_TOLD);
    }

    /** Any number of fields, and fields without a name, come through otherwise. */
    private static void checkFields(Headers headers) {
        int fields = 0;
        for (Header field : headers) {
            if (field.name().isEmpty()) {
                throw refused(Status.BAD_REQUEST_400, "a header field has no name");
            }
            fields += field.valueCount(); // fields of one name are counted as one otherwise
            if (fields > FIELDS_MAX) {
                throw refused(
                        Status.create(431, "Request Header Fields Too Large"),
                        "more than " + FIELDS_MAX + " header fields");
            }
        }
    }

    private static RequestException refused(Status status, String message) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .message(message)
                .setKeepAlive(false)
                .build();
    }
}
