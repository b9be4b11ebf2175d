package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;

/** More than is held for one answer. A caller can ask for such an answer: it says nothing about the upstream. */
public final class AnswerTooLong extends IOException {
    private static final long serialVersionUID = 1L;

    public AnswerTooLong(String what, int most) {
        super(what + " is longer than " + most + " bytes");
    }
}
