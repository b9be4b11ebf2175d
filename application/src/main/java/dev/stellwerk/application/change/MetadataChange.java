package dev.stellwerk.application.change;

import dev.stellwerk.domain.access.Metadata;
import java.util.List;

/** Metadata is replaced as a whole; tags are put into what then holds. */
final class MetadataChange {
    private static final String TAGS = "tags";

    private MetadataChange() {}

    static Metadata after(Metadata now, FieldChange<Metadata> metadata, FieldChange<List<String>> tags) {
        Metadata base = metadata.after(now, Metadata.NONE);
        return switch (tags) {
            case FieldChange.Kept<List<String>>() -> base;
            case FieldChange.Cleared<List<String>>() -> base.without(TAGS);
            case FieldChange.To<List<String>>(List<String> value) -> base.with(TAGS, value);
        };
    }
}
