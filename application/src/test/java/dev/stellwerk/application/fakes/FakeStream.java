package dev.stellwerk.application.fakes;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import org.jspecify.annotations.Nullable;

/** A stream that has one event and ends as a test wants it to. */
public final class FakeStream implements UpstreamStream {
    final @Nullable String answerId;
    private final StreamEnd end;
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
        return end;
    }

    @Override
    public void close() {
        closed++;
    }

    public boolean closed() {
        return closed > 0;
    }
}
