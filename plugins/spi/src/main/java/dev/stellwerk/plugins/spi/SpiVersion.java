package dev.stellwerk.plugins.spi;

/** Version of the plugin interface. A plugin built for the same major version, and no later minor one, runs. */
public record SpiVersion(int major, int minor) {
    public static final SpiVersion CURRENT = new SpiVersion(1, 0);
}
