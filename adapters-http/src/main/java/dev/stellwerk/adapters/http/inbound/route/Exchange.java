package dev.stellwerk.adapters.http.inbound.route;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.adapters.http.inbound.connection.ClientCall;
import dev.stellwerk.adapters.http.inbound.connection.ClientConnection;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.Requester;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Belongs to the thread of its connection. */
public final class Exchange {
    private static final io.helidon.http.Header JSON =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json");

    private static final byte[] NOTHING = {};
    private static final int CALL_ID_LENGTH_MAX = 256;

    private final ServerRequest request;
    private final ServerResponse response;
    private final Exchanges shared;
    private final Route route;
    private final @Nullable String variable;
    private final long startedNanos;
    private @Nullable String callId;
    private byte @Nullable [] body;
    private @Nullable ArrivingBody arriving;
    private @Nullable ClientCall call;
    private boolean streaming;
    private boolean unframed;

    Exchange(
            ServerRequest request,
            ServerResponse response,
            Exchanges shared,
            Route route,
            @Nullable String variable,
            long startedNanos) {
        this.request = request;
        this.response = response;
        this.shared = shared;
        this.route = route;
        this.variable = variable;
        this.startedNanos = startedNanos;
    }

    public Route route() {
        return route;
    }

    /** What stands in the path for the route's placeholder. */
    public @Nullable String variable() {
        return variable;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** What the request presents as its credential. */
    public Credential credential() {
        return shared.credentials().read(request.headers());
    }

    /** The token of a subscription of the client's own, which it presents beside its key; null when there is none. */
    public @Nullable String subscription() {
        return shared.credentials().subscription(request.headers());
    }

    /** Names this request in answers and logs: its client's word for it, or one drawn for it. */
    public String callId() {
        String id = callId;
        if (id == null) {
            String sent = header(RequestHeaders.CALL_ID);
            id = sent == null || sent.length() > CALL_ID_LENGTH_MAX
                    ? shared.ids().get()
                    : sent;
            callId = id;
        }
        return id;
    }

    /** Who asks for a change, and from where. */
    public Requester requester() {
        String address = request.remotePeer().address() instanceof InetSocketAddress socket
                ? shared.callers().of(socket.getAddress(), request.headers()).getHostAddress()
                : "local";
        return new Requester(credential(), address);
    }

    /** A header's value without surrounding blanks; null when it is missing or blank. */
    @Nullable
    public String header(HeaderName name) {
        if (!request.headers().contains(name)) {
            return null;
        }
        String value = request.headers().get(name).get().strip();
        return value.isEmpty() ? null : value;
    }

    public List<String> headers(HeaderName name) {
        return request.headers().contains(name) ? request.headers().get(name).allValues() : List.of();
    }

    /** A query parameter; null when it is missing or empty. */
    public @Nullable String query(String name) {
        String value = request.query().first(name).orElse(null);
        return value == null || value.isEmpty() ? null : value;
    }

    /** All values of a query parameter. */
    public List<String> queries(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }

    public boolean chunked() {
        return request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    }

    /** Whether nothing may follow on this connection: the client said so, or a broken chunk could hide a request. */
    public boolean last() {
        return chunked()
                || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || (earlierVersion() && !request.headers().containsToken(HeaderValues.CONNECTION_KEEP_ALIVE));
    }

    /** Whether the client speaks HTTP/1.0. */
    public boolean earlierVersion() {
        return ClientConnection.CURRENT.get().earlierVersion();
    }

    /** Whether the answer ends with the connection, so that nothing can follow. */
    public boolean unframed() {
        return unframed;
    }

    /** Bytes the body was announced with; 0 without a body, -1 when that is not known. */
    public long announcedBytes() {
        return chunked() ? -1 : request.headers().contentLength().orElse(0);
    }

    /** From now on the client's leaving is told. The body must have been read. */
    public ClientCall begin() {
        ClientCall begun = call;
        if (begun == null) {
            begun = ClientConnection.CURRENT.get().callBegins(startedNanos);
            call = begun;
        }
        return begun;
    }

    /**
     * The body is about to be read, if there is one.
     *
     * @param ifStopped what is answered should the gateway stop before it is there
     */
    public void bodyBegins(Supplier<ErrorReply> ifStopped) {
        if (!bodyRead()) {
            ClientConnection.CURRENT.get().bodyBegins(() -> whole(ifStopped.get()));
        }
    }

    /** An answer with its framing, for whoever writes in the place of this exchange's thread; it is the last one. */
    private BufferData whole(ErrorReply reply) {
        byte[] json = reply.json(route.api(), callId());
        BufferData answer = BufferData.growing(512 + json.length);
        Status status = Status.create(reply.status());
        answer.write(("HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n").getBytes(US_ASCII));
        ServerResponseHeaders headers = response.headers();
        reply.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), HeaderText.of(value)));
        headers.set(JSON);
        headers.set(HeaderValues.CONNECTION_CLOSE);
        headers.contentLength(json.length);
        for (io.helidon.http.Header header : headers) {
            header.writeHttp1Header(answer);
        }
        answer.write("\r\n".getBytes(US_ASCII));
        answer.write(json);
        return answer;
    }

    /** The body. What was announced allocates nothing, only what arrives does. */
    public byte[] body() {
        byte[] read = body;
        if (read == null) {
            read = announcedBytes() == 0 ? new byte[0] : readBody();
            body = read;
        }
        return read;
    }

    /**
     * The body of a route that takes JSON.
     *
     * @throws MediaTypeRefused when it says that it is something else
     */
    public byte[] jsonBody() {
        String type = header(HeaderNames.CONTENT_TYPE);
        if (type != null && !isJson(type)) {
            throw new MediaTypeRefused();
        }
        return body();
    }

    private static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        return type.equalsIgnoreCase("application/json")
                || type.regionMatches(true, Math.max(0, type.length() - 5), "+json", 0, 5);
    }

    public boolean bodyRead() {
        return body != null || announcedBytes() == 0;
    }

    private byte[] readBody() {
        var reading = new ArrivingBody(shared.account());
        arriving = reading;
        try {
            return reading.read(bodyStream(), announcedBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private InputStream bodyStream() {
        return chunked()
                ? ClientConnection.CURRENT
                        .get()
                        .chunkedBody(shared.bodyBytesMax(), request.headers().containsToken(HeaderValues.EXPECT_100))
                : request.content().inputStream();
    }

    /** The body is not needed any more, nor what was made of it: its room is free for others. */
    public void release() {
        ArrivingBody read = arriving;
        if (read != null) {
            read.release();
        }
    }

    /** Sets a header of the answer. */
    public void set(HeaderName name, String value) {
        response.headers().set(name, HeaderText.of(value));
    }

    public ServerResponseHeaders answerHeaders() {
        return response.headers();
    }

    /** Begins an answer that is written bit by bit. */
    public OutputStream stream() {
        streaming = true;
        unframed = earlierVersion();
        return unframed
                ? UnframedStream.begin(ClientConnection.CURRENT.get(), response.headers())
                : response.outputStream();
    }

    /** Answers 200 with bytes. */
    public void send(String contentType, byte[] bytes) {
        set(HeaderNames.CONTENT_TYPE, contentType);
        write(bytes);
    }

    /** A request for the head alone is told the length of what it does not get. */
    private void write(byte[] bytes) {
        if (request.prologue().method().equals(Method.HEAD)) {
            response.headers().contentLength(bytes.length);
            response.send(NOTHING);
        } else {
            response.send(bytes);
        }
    }

    /** Writes what is left of the answer, such as the end of its framing: here, so that nothing can come in between. */
    public void finish() {
        if (!unframed && response instanceof RoutingResponse routed) {
            routed.commit();
        }
    }

    /** Whether an answer has gone out, at least in part. */
    public boolean answered() {
        return streaming || response.isSent();
    }

    /** Answers with JSON. */
    public void send(int status, byte[] json) {
        response.status(Status.create(status));
        response.headers().set(JSON);
        write(json);
    }

    /** Answers 200 with values as JSON. */
    public void send(Object values) {
        send(200, Json.bytes(values));
    }

    /** Answers with an error in the shape of management routes: {@code {"detail": …}}. */
    public void sendDetail(int status, Object detail) {
        send(status, Json.bytes(Map.of("detail", detail)));
    }

    /** Answers with an error in the envelope of the API that the route's clients speak. */
    public void send(ErrorReply error) {
        error.headers().forEach((name, value) -> set(HeaderNames.create(name), value));
        send(error.status(), error.json(route.api(), callId()));
    }
}
