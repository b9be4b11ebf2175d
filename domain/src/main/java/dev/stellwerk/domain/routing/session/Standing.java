package dev.stellwerk.domain.routing.session;

/** How a deployment stands in its group when it fails: what a cooldown of it would leave to others. */
public enum Standing {
    /** The group has others. */
    AMONG_OTHERS,
    /** The only one of its group, which has a fallback that the caller may use. */
    SINGLE,
    /** The only one of its group, with nobody to stand in for it: nothing would be gained by a rest. */
    LONE
}
