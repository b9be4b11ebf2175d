package dev.stellwerk.domain.limits;

/** What is counted. The label is what clients see as {@code rate_limit_type}. */
public enum LimitKind {
    REQUESTS("requests"),
    TOKENS("tokens"),
    INPUT_TOKENS("input_tokens"),
    OUTPUT_TOKENS("output_tokens"),
    PARALLEL_REQUESTS("max_parallel_requests");

    private final String label;

    LimitKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Whether it is settled by what the call really used. */
    public boolean ofTokens() {
        return switch (this) {
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> true;
            case REQUESTS, PARALLEL_REQUESTS -> false;
        };
    }
}
