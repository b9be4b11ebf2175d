package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;

/** A proxy lets nobody through. */
public final class ProxyRefused extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyRefused(int status) {
        super("the proxy answered " + status + " to CONNECT");
    }
}
