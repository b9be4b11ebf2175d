package dev.stellwerk.adapters.http.api;

/** Which API a client speaks: in it are its body, its answer and the errors it is told. */
public enum ClientApi {
    OPENAI,
    /** Anthropic's Messages API. */
    MESSAGES
}
