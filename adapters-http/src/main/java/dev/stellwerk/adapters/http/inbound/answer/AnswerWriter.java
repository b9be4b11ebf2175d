package dev.stellwerk.adapters.http.inbound.answer;

import dev.stellwerk.adapters.http.inbound.connection.Stopping;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.error.MessagesErrors;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.port.in.Answer;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes what became of a model call. */
public final class AnswerWriter {
    private static final String EVENTS = "text/event-stream";
    private static final io.helidon.http.Header EVENT_STREAM =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    private static final io.helidon.http.Header NO_CACHE = HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final io.helidon.http.Header NO_BUFFERING = HeaderValues.create("x-accel-buffering", "no");

    /** Answers up to this size are not worth counting: their number is bounded by that of the connections. */
    private static final int UNCOUNTED_MAX = 64 << 10;

    private final AnswerHeaders headers;
    private final ErrorReplies errors;
    private final Stopping stopping;
    private final HeldBytes account;

    /**
     * @param stopping whether calls are being cancelled because the gateway stops
     * @param account of the bytes that are held
     */
    public AnswerWriter(AnswerHeaders headers, ErrorReplies errors, Stopping stopping, HeldBytes account) {
        this.account = account;
        this.headers = headers;
        this.errors = errors;
        this.stopping = stopping;
    }

    public void write(Exchange exchange, Answer answer, String route) {
        switch (answer) {
            case Answer.Whole whole -> writeWhole(exchange, whole);
            case Answer.Streaming stream -> writeStream(exchange, stream, route);
            case Answer.Failed failed -> {
                headers.writeFailure(exchange, failed.head(), failed.upstreamHeaders());
                exchange.send(reply(exchange, failed, route));
            }
            case Answer.Cancelled cancelled -> writeCancelled(exchange, cancelled);
        }
    }

    private ErrorReply reply(Exchange exchange, Answer.Failed failed, String route) {
        ErrorReply reply = errors.of(failed, route);
        return switch (exchange.route().api()) {
            case OPENAI -> reply;
            case MESSAGES ->
                MessagesErrors.told(reply, failed.failure(), failed.deployment(), failed.upstreamHeaders());
        };
    }

    private void writeWhole(Exchange exchange, Answer.Whole whole) {
        headers.writeSuccess(exchange, whole.head(), whole.upstreamHeaders());
        int size = whole.body().length;
        boolean counted = size > UNCOUNTED_MAX;
        if (counted) {
            account.take(size); // it is there already: what comes after it has to wait for it to go
        }
        try {
            exchange.send(whole.contentType(), whole.body());
        } finally {
            if (counted) {
                account.giveBack(size);
            }
        }
    }

    private void writeStream(Exchange exchange, Answer.Streaming stream, String route) {
        boolean events = stream.contentType().startsWith(EVENTS);
        try (Answer.StreamBody body = stream.body()) { // whatever fails from here on, it is given back
            headers.writeSuccess(exchange, stream.head(), stream.upstreamHeaders());
            if (events) {
                exchange.answerHeaders().set(EVENT_STREAM);
            } else {
                exchange.set(HeaderNames.CONTENT_TYPE, stream.contentType());
            }
            exchange.answerHeaders().set(NO_CACHE);
            exchange.answerHeaders().set(NO_BUFFERING);
            OutputStream out = exchange.stream();
            StreamEnd end = body.writeTo(new EventSink(out));
            switch (end) {
                case StreamEnd.Complete _ -> out.close();
                case StreamEnd.Broken broken
                when broken.told() -> throw new CloseConnectionException("a stream broke off");
                case StreamEnd.Broken broken ->
                    breakOff(
                            exchange,
                            out,
                            events,
                            errors.of(broken.failure(), stream.head().deployment(), route));
                case StreamEnd.Abandoned _ when stopping.begun() -> breakOff(exchange, out, events, errors.stopping());
                case StreamEnd.Abandoned _ -> throw new CloseConnectionException("the client left its stream");
            }
        } catch (IOException gone) {
            throw new CloseConnectionException("the client left its stream", gone);
        }
    }

    /**
     * Closes the connection without a proper end, so that nobody takes the answer for complete. Among events there is a
     * place to say what happened.
     */
    private static void breakOff(Exchange exchange, OutputStream out, boolean events, ErrorReply error)
            throws IOException {
        if (events) {
            out.write(error.event(exchange.route().api(), exchange.callId()));
            out.flush();
        }
        throw new CloseConnectionException("a stream broke off");
    }

    private void writeCancelled(Exchange exchange, Answer.Cancelled cancelled) {
        if (!stopping.begun()) {
            throw new CloseConnectionException("the client left its call");
        }
        headers.writeFailure(exchange, cancelled.head(), List.of());
        exchange.answerHeaders().set(HeaderValues.CONNECTION_CLOSE);
        exchange.send(errors.stopping());
    }
}
