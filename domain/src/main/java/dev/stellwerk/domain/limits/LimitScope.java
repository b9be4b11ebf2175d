package dev.stellwerk.domain.limits;

/** Whose limit it is. */
public enum LimitScope {
    KEY,
    /** A key's limit for one model. */
    MODEL_OF_KEY,
    TEAM,
    /** A team's limit for one model. */
    MODEL_OF_TEAM,
    CUSTOMER,
    /** A deployment's own. */
    DEPLOYMENT
}
