package dev.stellwerk.plugins.spi;

import dev.stellwerk.domain.time.Time;
import java.util.random.RandomGenerator;

/** What the gateway lends to a plugin. New needs become new methods here, never new parameters. */
public interface PluginContext {
    /** The version of this interface that the gateway speaks. */
    SpiVersion spiVersion();

    /** For anything that lives longer than a decision; within one, use the reading in the routing context. */
    Time time();

    /** For set-up only; within a decision, use the routing context's, so that decisions can be replayed. */
    RandomGenerator random();

    System.Logger logger();
}
