package dev.stellwerk.adapters.http.upstream.stream;

import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An open answer that is passed on byte by byte as it comes, such as speech while it is being spoken. */
public final class ByteStream implements UpstreamStream {
    private static final int ROOM = 16 << 10;

    private final OpenAnswer answer;
    private final TokenUsage usage;
    private final byte[] bytes = new byte[ROOM];
    private int size;
    private boolean ended;

    /** @param usage what such an answer counts for, whatever of it is heard */
    public ByteStream(OpenAnswer answer, TokenUsage usage) {
        this.answer = answer;
        this.usage = usage;
    }

    /**
     * Reads until there is something to pass on.
     *
     * @return why there is nothing to pass on; null when there is
     */
    public @Nullable UpstreamFailure awaitBeginning() throws IOException {
        read();
        return ended ? Failures.unusable("the upstream's answer is empty") : null;
    }

    private void read() throws IOException {
        int count = answer.body().read(bytes, 0, bytes.length);
        ended = count < 0;
        size = Math.max(0, count);
    }

    @Override
    public StreamEnd passOn(StreamSink sink) {
        try {
            while (!ended) {
                sink.write(bytes, 0, size);
                UpstreamFailure failure = readMore();
                if (failure != null) {
                    return new StreamEnd.Broken(usage, failure);
                }
            }
            return new StreamEnd.Complete(usage);
        } catch (StreamSink.ClientGone _) {
            answer.hangUp();
            return new StreamEnd.Abandoned(usage);
        } finally {
            close();
        }
    }

    private @Nullable UpstreamFailure readMore() throws StreamSink.ClientGone {
        answer.expectMore();
        try {
            read();
            return null;
        } catch (IOException broken) {
            return answer.failureOf(broken);
        } finally {
            answer.expectNothing();
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
