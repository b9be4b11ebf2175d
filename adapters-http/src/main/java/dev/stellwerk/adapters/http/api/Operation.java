package dev.stellwerk.adapters.http.api;

/** What is asked of an OpenAI-shaped API, by the end of its path. */
public enum Operation {
    CHAT("chat/completions"),
    TEXT_COMPLETION("completions"),
    EMBEDDING("embeddings"),
    RESPONSES("responses"),
    IMAGE_GENERATION("images/generations"),
    IMAGE_EDIT("images/edits"),
    IMAGE_VARIATION("images/variations"),
    SPEECH("audio/speech"),
    TRANSCRIPTION("audio/transcriptions"),
    TRANSLATION("audio/translations"),
    MODERATION("moderations"),
    RERANK("rerank");

    private final String path;

    Operation(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    /**
     * Whether it is asked for beside the operation after which its kind of call is named. That a deployment does not have
     * it says nothing about the others of its kind.
     */
    public boolean beside() {
        return this == IMAGE_EDIT || this == IMAGE_VARIATION || this == TRANSLATION;
    }
}
