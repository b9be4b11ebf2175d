package dev.stellwerk.plugins.loader;

/** What a plugin can bring. */
public enum ExtensionKind {
    STRATEGY,
    FILTER,
    PREFERENCE,
    REGION_RESOLVER,
    TAGGER,
    USAGE_SINK
}
