package dev.stellwerk.adapters.http.upstream.dialect.openai;

/** What is asked of an OpenAI-shaped API, by the end of its path. */
public enum Operation {
    CHAT("chat/completions"),
    TEXT_COMPLETION("completions"),
    EMBEDDING("embeddings"),
    RESPONSES("responses"),
    IMAGE_GENERATION("images/generations"),
    IMAGE_EDIT("images/edits"),
    SPEECH("audio/speech"),
    TRANSCRIPTION("audio/transcriptions"),
    MODERATION("moderations"),
    RERANK("rerank");

    private final String path;

    Operation(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }
}
