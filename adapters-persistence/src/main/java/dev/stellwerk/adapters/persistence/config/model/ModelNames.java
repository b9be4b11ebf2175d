package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ProviderDirectory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Every name that leads to a model, to tell targets that lead nowhere. */
public final class ModelNames {
    private final Set<String> names = new HashSet<>();
    private final Set<String> groups;
    private final Map<String, String> groupById = new HashMap<>();
    private final List<Pattern> patterns;
    private final ProviderDirectory providers;

    /** @param groups every {@code model_name}, of deployments that were left out too */
    public ModelNames(Set<String> groups, List<Deployment> deployments, ProviderDirectory providers) {
        this.providers = providers;
        this.groups = Set.copyOf(groups);
        for (Deployment deployment : deployments) {
            groupById.put(deployment.id().value(), deployment.group());
            names.add(deployment.group());
            names.add(deployment.id().value());
            names.add(deployment.endpoint().qualifiedModel());
            String teamName = deployment.visibility().teamPublicName();
            if (teamName != null) {
                names.add(teamName);
            }
        }
        patterns = groupById.values().stream()
                .distinct()
                .filter(group -> group.indexOf('*') >= 0)
                .map(ModelNames::pattern)
                .toList();
    }

    private static Pattern pattern(String wildcard) {
        return Pattern.compile("\\Q" + wildcard.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E", Pattern.DOTALL);
    }

    public void add(String name) {
        names.add(name);
    }

    /** Whether some {@code model_name} is this, letter by letter, even if every deployment of it was left out. */
    public boolean isGroup(String name) {
        return groups.contains(name);
    }

    /** Whether there are deployments of this {@code model_name}, and it is no pattern. */
    public boolean isServed(String name) {
        return groupById.containsValue(name) && name.indexOf('*') < 0;
    }

    /** Whether a deployment of another group has this {@code model_name} for an id. */
    public boolean isIdOfStranger(String name) {
        return isGroup(name) && !name.equals(groupById.getOrDefault(name, name));
    }

    /** Whether some {@code model_name} is a pattern that matches this. */
    public boolean matchesPattern(String name) {
        return patterns.stream().anyMatch(p -> p.matcher(name).matches());
    }

    /** Whether something can be called by this name; a bare one also finds the pattern of its provider. */
    public boolean leadSomewhere(String name) {
        return names.contains(name)
                || matchesPattern(name)
                || providers
                        .providerOf(name)
                        .filter(provider -> matchesPattern(provider + "/" + name))
                        .isPresent();
    }

    /** Whether a name leads somewhere once a provider is put before it. */
    public boolean leadSomewhereBehindProvider(String name) {
        return names.stream().anyMatch(full -> full.endsWith("/" + name));
    }

    public String hint(String name) {
        return NearestName.hint(name, names);
    }
}
