package dev.stellwerk.domain.routing.request;

/** Where a tag came from. */
public enum TagSource {
    METADATA("metadata", false),
    KEY("key", true),
    TEAM("team", true),
    HEADER("header", false),
    BODY("body", false);

    private final String label;
    private final boolean policy;

    TagSource(String label, boolean policy) {
        this.label = label;
        this.policy = policy;
    }

    public String label() {
        return label;
    }

    /** Whether the operator set it, not the caller. */
    public boolean policy() {
        return policy;
    }
}
