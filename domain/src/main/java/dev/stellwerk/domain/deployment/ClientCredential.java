package dev.stellwerk.domain.deployment;

/** What a deployment does with a credential for its provider that a client brings itself. */
public enum ClientCredential {
    /** It never leaves the gateway. */
    UNUSED,
    /** It goes in the place of the deployment's own. */
    INSTEAD,
    /** The deployment has none of its own, and serves only those who bring one. */
    NEEDED
}
