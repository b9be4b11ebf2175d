package dev.stellwerk.adapters.http.upstream.dialect.chunks;

/** What an answer is made of, one behind the other. */
public enum Block {
    TEXT,
    REFUSAL,
    THOUGHT,
    CALL
}
