package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Puts an included file into the one that includes it: lists grow, maps join, where both speak the outer one wins. */
final class Merger {
    private final Findings findings;

    Merger(Findings findings) {
        this.findings = findings;
    }

    Content.Fields merge(Content.Fields outer, Content.Fields included, String path) {
        var merged = new LinkedHashMap<>(outer.fields());
        included.fields()
                .forEach((key, field) -> merged.merge(
                        key,
                        field,
                        (mine, theirs) ->
                                new Content.Field(mine.place(), both(mine, theirs, Section.join(path, key)))));
        return new Content.Fields(outer.place(), merged);
    }

    private Content both(Content.Field outer, Content.Field included, String path) {
        if (outer.value() instanceof Content.Fields mine && included.value() instanceof Content.Fields theirs) {
            return merge(mine, theirs, path);
        }
        if (outer.value() instanceof Content.Items mine && included.value() instanceof Content.Items theirs) {
            List<Content> all = new ArrayList<>(mine.items());
            all.addAll(theirs.items());
            return new Content.Items(mine.place(), List.copyOf(all));
        }
        if (!sameText(outer.value(), included.value())) {
            findings.warning(
                    included.place(),
                    path,
                    "has no effect: " + outer.place().file() + ":"
                            + outer.place().line() + " says otherwise, and it wins");
        }
        return outer.value();
    }

    private static boolean sameText(Content a, Content b) {
        return a instanceof Content.Scalar one
                && b instanceof Content.Scalar other
                && one.text().equals(other.text());
    }
}
