package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import org.jspecify.annotations.Nullable;

/** Environment variables as values: read, judged and reported like those of a file, under the variable's name. */
public record Variables(Environment environment, Findings findings) {
    /** A variable's value; null when it is not set. */
    public @Nullable Value of(String name) {
        String text = environment.get(name);
        return text == null ? null : value(name, new Content.Scalar(Place.ENVIRONMENT, text, true));
    }

    /** What a variable holds as JSON; null when it is not set or cannot be read, which is then a finding. */
    public @Nullable Value parsed(String name) {
        String text = environment.get(name);
        if (text == null) {
            return null;
        }
        var problems = new Findings();
        Content content = YamlParser.parse(Place.ENVIRONMENT.file(), text, problems);
        if (content == null || problems.anyError()) {
            findings.error(Place.ENVIRONMENT, name, "cannot be read as JSON");
            return null;
        }
        return value(name, content);
    }

    private Value value(String name, Content content) {
        return new Value(content, name, new Scope(environment, findings));
    }
}
