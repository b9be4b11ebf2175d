package dev.stellwerk.plugins.loader;

/**
 * Something that a plugin brings.
 *
 * @param plugin the plugin's id
 * @param name within the plugin
 * @param factory makes it
 */
public record Brought<F>(String plugin, String name, F factory) {
    /** The name that nobody else can have. */
    public String fullName() {
        return plugin + "/" + name;
    }

    /** Whether it comes with the gateway. */
    public boolean builtIn() {
        return plugin.equals(PluginSet.BUILT_IN);
    }
}
