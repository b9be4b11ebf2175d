package dev.stellwerk.plugins.loader.classes;

/**
 * Who a plugin says it is, as its annotation has it.
 *
 * @param spi the version of the plugin interface that it was built for
 */
public record PluginIdentity(String id, String version, String spi, String description) {}
