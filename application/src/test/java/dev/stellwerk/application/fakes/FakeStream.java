package dev.stellwerk.application.fakes;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import org.jspecify.annotations.Nullable;

/** A stream that has one event and ends as a test wants it to. */
public final class FakeStream implements UpstreamStream {
    private static final byte[] EVENT = {'e'};

    final @Nullable String answerId;
    private final StreamEnd end;
    private boolean closeable = true;
    private int closed;

    public FakeStream(StreamEnd end) {
        this(end, null);
    }

    public FakeStream(StreamEnd end, @Nullable String answerId) {
        this.end = end;
        this.answerId = answerId;
    }

    @Override
    public StreamEnd passOn(StreamSink sink) {
        try {
            sink.write(EVENT, 0, EVENT.length);
            return end;
        } catch (StreamSink.ClientGone e) {
            return new StreamEnd.Abandoned(end.usage());
        }
    }

    /** Hanging up fails, too. */
    public FakeStream thatCannotBeClosed() {
        closeable = false;
        return this;
    }

    @Override
    public void close() {
        closed++;
        if (!closeable) {
            throw new IllegalStateException("a bug in hanging up");
        }
    }

    public boolean closed() {
        return closed > 0;
    }
}
