package dev.stellwerk.domain.routing;

/** What is asked of a model. Routing is the same for all; strategies and limits may care. */
public enum CallType {
    CHAT,
    TEXT_COMPLETION,
    EMBEDDING,
    RESPONSES,
    IMAGE,
    SPEECH,
    TRANSCRIPTION,
    MODERATION,
    RERANK
}
