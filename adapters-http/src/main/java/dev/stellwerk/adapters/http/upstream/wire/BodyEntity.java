package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.adapters.http.body.RenderedBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** Lets the HTTP library write a body from its pieces. */
final class BodyEntity extends AbstractHttpEntity {
    private final RenderedBody body;

    public BodyEntity(RenderedBody body) {
        super(body.contentType(), null);
        this.body = body;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public InputStream getContent() throws IOException {
        var bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
