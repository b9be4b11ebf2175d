package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;

/** All the memory for answers is in use. Says nothing about the upstream. */
public final class NoRoomForAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomForAnswer() {
        super("no room for an answer");
    }
}
