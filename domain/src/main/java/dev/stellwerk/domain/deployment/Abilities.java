package dev.stellwerk.domain.deployment;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of what a model can do. Much is not known of many models, and that is neither yes nor no.
 *
 * @param present what it can do
 * @param absent what it cannot do
 */
public record Abilities(Set<Ability> present, Set<Ability> absent) {
    public static final Abilities UNKNOWN = new Abilities(Set.of(), Set.of());

    public Abilities {
        present = Set.copyOf(present);
        absent = Set.copyOf(absent);
    }

    public static Abilities of(Map<Ability, Boolean> known) {
        var present = EnumSet.noneOf(Ability.class);
        var absent = EnumSet.noneOf(Ability.class);
        known.forEach((ability, has) -> (has ? present : absent).add(ability));
        return known.isEmpty() ? UNKNOWN : new Abilities(present, absent);
    }
}
