package dev.stellwerk.plugins.loader.folder;

import java.util.List;

/**
 * A plugin as it lies in the folder: a jar, or a folder of jars.
 *
 * @param name the file's or the folder's
 * @param jars in the order of their names
 */
public record PluginFile(String name, List<JarBytes> jars) {
    public PluginFile {
        jars = List.copyOf(jars);
    }
}
