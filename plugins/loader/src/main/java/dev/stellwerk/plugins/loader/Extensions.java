package dev.stellwerk.plugins.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * What all plugins bring of one kind, by the names that configuration may use: {@code plugin/name} always, the bare name
 * where one plugin alone brings it. A bare name of a built-in means the built-in, whoever else takes it.
 */
public final class Extensions<F> {
    private final SequencedMap<String, Brought<F>> byName = new LinkedHashMap<>();
    private final Map<String, List<String>> ambiguous = new LinkedHashMap<>();
    private final List<Brought<F>> shadowed = new ArrayList<>();

    /** @param brought those of the built-in plugin first */
    Extensions(List<Brought<F>> brought) {
        for (Brought<F> one : brought) {
            byName.put(one.fullName(), one);
        }
        for (Brought<F> one : brought) {
            takeBareName(one);
        }
        ambiguous.keySet().forEach(byName::remove);
    }

    private void takeBareName(Brought<F> one) {
        Brought<F> first = byName.putIfAbsent(one.name(), one);
        if (first == null) {
            return;
        }
        if (first.builtIn()) {
            shadowed.add(one);
        } else {
            ambiguous
                    .computeIfAbsent(one.name(), _ -> new ArrayList<>(List.of(first.fullName())))
                    .add(one.fullName());
        }
    }

    /** Every name under which something can be asked for. */
    public SequencedSet<String> names() {
        return byName.sequencedKeySet();
    }

    /**
     * What a name means.
     *
     * @throws UnknownExtension when nobody brings it, or several do
     */
    public Brought<F> find(String name) throws UnknownExtension {
        Brought<F> found = byName.get(name);
        if (found != null) {
            return found;
        }
        List<String> several = ambiguous.get(name);
        throw new UnknownExtension(
                several == null
                        ? "'" + name + "', which no plugin brings"
                        : "'" + name + "', which several plugins bring: write " + String.join(" or ", several));
    }

    /** Those whose bare name is a built-in's, so that only their full name leads to them. */
    public List<Brought<F>> shadowed() {
        return List.copyOf(shadowed);
    }
}
