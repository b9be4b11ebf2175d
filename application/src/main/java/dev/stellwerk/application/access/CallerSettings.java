package dev.stellwerk.application.access;

import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.routing.settings.RouterOverrides;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The router's settings as a caller's key or team override them. Safe for all threads; remembers what it worked out
 * for as long as the same record is presented, and never more than a thousand.
 */
public final class CallerSettings {
    private static final int REMEMBERED_MAX = 1_000;

    private final Set<String> knownStrategies;
    private final RouterSettingsReader reader;
    private final Map<Identity, Known> known = new ConcurrentHashMap<>();

    /** @param knownStrategies names that a key or team may choose; others are as if not set */
    public CallerSettings(Set<String> knownStrategies, RouterSettingsReader reader) {
        this.knownStrategies = Set.copyOf(knownStrategies);
        this.reader = reader;
    }

    /** Equal only to itself: comparing whole settings on every call would cost more than working them out. */
    private record Identity(Metadata settings) {
        @Override
        @SuppressWarnings("ReferenceEquality") // being the same object is what this type is for
        public boolean equals(Object other) {
            return other instanceof Identity(Metadata same) && same == settings;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(settings);
        }
    }

    private record Known(RoutingSettings base, RouterOverrides overrides, RoutingSettings result) {}

    /** The settings for this caller: the key's object whole, else the team's whole, over the router's. */
    public RoutingSettings of(Caller caller, RoutingSettings base) {
        Metadata own = caller.key().map(ApiKey::routerSettings).orElse(null);
        if (own == null) {
            own = caller.team().map(Team::routerSettings).orElse(null);
        }
        return own == null ? base : known(own, base).result();
    }

    /** Whether key or team switch tag filtering on. Neither hides the other: this is a restriction. */
    public boolean tagFilteringForced(Caller caller, RoutingSettings base) {
        return forced(caller.key().map(ApiKey::routerSettings), base)
                || forced(caller.team().map(Team::routerSettings), base);
    }

    private boolean forced(Optional<Metadata> settings, RoutingSettings base) {
        return settings.isPresent() && known(settings.get(), base).overrides().filteringForced();
    }

    @SuppressWarnings("ReferenceEquality") // other settings are another object, and comparing them is too much
    private Known known(Metadata settings, RoutingSettings base) {
        var identity = new Identity(settings);
        Known found = known.get(identity);
        if (found != null && found.base() == base) {
            return found;
        }
        RouterOverrides overrides = reader.read(settings).overrides();
        var fresh = new Known(base, overrides, overlaid(base, overrides));
        if (known.size() >= REMEMBERED_MAX) {
            known.clear(); // records that are gone would otherwise stay for ever
        }
        known.put(identity, fresh);
        return fresh;
    }

    private RoutingSettings overlaid(RoutingSettings base, RouterOverrides overrides) {
        RoutingSettings settings = overrides.over(base);
        String strategy = overrides.strategy();
        return strategy != null && knownStrategies.contains(strategy) ? settings.withStrategy(strategy) : settings;
    }
}
