package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.routing.settings.RouterOverrides;
import java.util.List;

/** Understands what keys and teams say about the router; it is kept the way it was given. Safe for all threads. */
public interface RouterSettingsReader {
    /**
     * What was understood.
     *
     * @param unfit the names of entries whose values make no sense; they count as not set
     */
    record Reading(RouterOverrides overrides, List<String> unfit) {
        public Reading {
            unfit = List.copyOf(unfit);
        }
    }

    Reading read(Metadata settings);
}
