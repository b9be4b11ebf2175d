package dev.stellwerk.adapters.http.upstream.dialect;

import org.jspecify.annotations.Nullable;

/** A call that cannot be said in a provider's dialect: the request is at fault, and nothing is sent. */
public final class UntranslatableCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String parameter;

    /** @param parameter the member of the request that is at fault */
    public UntranslatableCall(String problem, @Nullable String parameter) {
        super(problem, null, false, false);
        this.parameter = parameter;
    }

    public @Nullable String parameter() {
        return parameter;
    }
}
