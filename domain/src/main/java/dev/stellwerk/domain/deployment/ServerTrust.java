package dev.stellwerk.domain.deployment;

/** By which authorities an upstream shows that it is the one it is taken for. */
public sealed interface ServerTrust {
    /** Those that the system trusts. */
    record OfSystem() implements ServerTrust {}

    /**
     * Those of a bundle, and no others.
     *
     * @param file of certificates, as the configuration names it
     */
    record OfBundle(String file) implements ServerTrust {}

    /** None: whoever answers is taken for the upstream. */
    record Unchecked() implements ServerTrust {}
}
