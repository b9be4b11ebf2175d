package dev.stellwerk.domain.error;

import java.util.Locale;

/**
 * The kinds of failure an upstream call can end with: retry and cooldown policies are written in them. Each says by
 * itself whether a retry makes sense and what it tells of the deployment.
 */
public enum ErrorClass {
    BAD_REQUEST(Retry.NEVER, Blame.NONE),
    CONTEXT_WINDOW_EXCEEDED(Retry.NEVER, Blame.NONE),
    CONTENT_POLICY_VIOLATION(Retry.NEVER, Blame.NONE),
    AUTHENTICATION(Retry.ELSEWHERE, Blame.AT_ONCE),
    PERMISSION_DENIED(Retry.ELSEWHERE, Blame.NONE),
    /** The upstream does not know this model under this kind of endpoint. */
    NOT_FOUND(Retry.NEVER, Blame.AT_ONCE_FOR_CALL_TYPE),
    TIMEOUT(Retry.ALWAYS, Blame.BY_RATE),
    /** Something else was at the same resource just now. */
    CONFLICT(Retry.ALWAYS, Blame.NONE),
    RATE_LIMIT(Retry.ALWAYS, Blame.AT_ONCE_AMONG_OTHERS),
    INTERNAL_SERVER(Retry.ALWAYS, Blame.BY_RATE),
    BAD_GATEWAY(Retry.ALWAYS, Blame.BY_RATE),
    SERVICE_UNAVAILABLE(Retry.ALWAYS, Blame.BY_RATE),
    /** The connection could not be made or broke before an answer; counts like a service that is not available. */
    CONNECTION(Retry.ALWAYS, Blame.BY_RATE),
    /** The upstream holds the request for wrong, in a way that has no class of its own. */
    REFUSED(Retry.NEVER, Blame.NONE),
    /** The upstream failed in a way that has no class of its own. */
    OTHER(Retry.ALWAYS, Blame.BY_RATE);

    /** Whether a call that failed so is worth making again. */
    public enum Retry {
        NEVER,
        /** By another deployment only: this one would say the same. */
        ELSEWHERE,
        ALWAYS
    }

    /** What a failure tells of its deployment, and so what it does to the calls of others. */
    public enum Blame {
        /** Nothing: it was the request. */
        NONE,
        /** It takes the deployment out together with others of the same minute. */
        BY_RATE,
        /** It takes the deployment out, unless nobody would be left. */
        AT_ONCE_AMONG_OTHERS,
        /** It takes the deployment out, even the only one. */
        AT_ONCE,
        /** It takes the deployment out for calls of the same type: others may well be served. */
        AT_ONCE_FOR_CALL_TYPE
    }

    private final Retry retry;
    private final Blame blame;
    private final String word;

    ErrorClass(Retry retry, Blame blame) {
        this.retry = retry;
        this.blame = blame;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    public Retry retry() {
        return retry;
    }

    public Blame blame() {
        return blame;
    }

    /** A word for operators, such as {@code rate_limit}. */
    public String word() {
        return word;
    }
}
