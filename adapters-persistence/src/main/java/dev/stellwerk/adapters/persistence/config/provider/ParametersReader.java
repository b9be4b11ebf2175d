package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.deployment.ProviderParameters.Adaptation;
import dev.stellwerk.domain.deployment.ProviderParameters.Treatment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from a provider's row what it takes. A name that begins with {@code @} stands for a group of parameters. */
final class ParametersReader {
    private final Section groups;

    ParametersReader(Section groups) {
        this.groups = groups;
    }

    ProviderParameters read(Section row) {
        var treatments = new HashMap<String, Treatment>();
        row.free("rename").forEach((name, other) -> treatments.put(name, new Treatment.Renamed(other.toString())));
        names(row, "unsupported").forEach(name -> treatments.put(name, new Treatment.Unsupported(null)));
        row.free("unsupported_unless")
                .forEach((name, ability) ->
                        treatments.put(name, new Treatment.Unsupported(Ability.valueOf(ability.toString()))));
        names(row, "not_sent").forEach(name -> treatments.put(name, new Treatment.Omitted()));
        row.free("reword").forEach((name, words) -> treatments.put(name, new Treatment.Reworded(pairs(words))));
        row.free("not_sent_words")
                .forEach((name, words) -> treatments.put(name, new Treatment.OmittedWords(words(words))));
        row.free("only_words").forEach((name, words) -> treatments.put(name, new Treatment.OnlyWords(words(words))));
        Set<Adaptation> adaptations =
                row.texts("adapt").stream().map(Adaptation::valueOf).collect(Collectors.toSet());
        return new ProviderParameters(treatments, adaptations);
    }

    private Stream<String> names(Section row, String key) {
        return row.texts(key).stream()
                .flatMap(name -> name.startsWith("@") ? groups.texts(name.substring(1)).stream() : Stream.of(name));
    }

    private static Map<String, String> pairs(Object map) {
        var pairs = new HashMap<String, String>();
        ((Map<?, ?>) map).forEach((from, to) -> pairs.put(String.valueOf(from), String.valueOf(to)));
        return pairs;
    }

    private static Set<String> words(Object list) {
        var words = new HashSet<String>();
        ((List<?>) list).forEach(word -> words.add(String.valueOf(word)));
        return words;
    }
}
