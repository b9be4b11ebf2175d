package dev.stellwerk.plugins.spi;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.Stable;
import java.time.InstantSource;

/**
 * What the gateway lends to a plugin. New needs become new methods here, never new parameters. Safe
 * for use by many threads.
 */
@Stable(since = "1.0")
public interface PluginContext {
    /** As {@link PluginInfo#id} says. */
    String pluginId();

    /** The version of the plugin interface that this gateway speaks. */
    SpiVersion spiVersion();

    /**
     * The settings as a record of the plugin's own. A component {@code ageMax} is the key {@code age_max} under {@code
     * stellwerk.plugins.<id>}; a missing key keeps the value that {@code defaults} has. Components may be text, boolean,
     * whole and decimal numbers, {@link java.time.Duration} ({@code 30s}), {@link java.time.LocalTime}, {@link
     * java.time.ZoneId}, {@link java.net.URI}, {@link java.util.regex.Pattern}, an enum (in lower case), a record, and
     * lists, sets and maps (by text) of these. Unknown keys, wrong types and what the record's constructor refuses by
     * {@link InvalidValue} refuse the configuration, naming file, line and key. For a strategy, {@code
     * routing_strategy_args} of the use go before.
     */
    <R extends Record> R settings(R defaults);

    /** Wall clock for anything outside of a decision; within one, use the moment in the context. */
    InstantSource clock();

    /** Writes to the gateway's log under {@code dev.stellwerk.plugin.<id>}. Not to be used for every call. */
    System.Logger logger();
}
