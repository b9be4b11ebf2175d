package dev.stellwerk.domain.routing.settings;

/** How the tags of key and team, which are policy, and those of the caller work together. */
public enum TagPolicy {
    /** Policy selects a pool, the caller selects inside it and never leaves it. */
    STRICT,
    /** All tags are one set. */
    UNION,
    /** The caller's tags, when there are any, stand for all. */
    CALLER_REPLACES
}
