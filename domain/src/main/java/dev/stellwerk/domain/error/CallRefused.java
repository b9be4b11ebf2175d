package dev.stellwerk.domain.error;

/** Carries a {@link CallRefusal} to the edge from places that cannot return one. Has no stack trace: it is an answer. */
public final class CallRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallRefusal refusal;

    public CallRefused(CallRefusal refusal) {
        super(refusal.getClass().getSimpleName(), null, false, false);
        this.refusal = refusal;
    }

    public CallRefusal refusal() {
        return refusal;
    }
}
