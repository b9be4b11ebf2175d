package dev.stellwerk.adapters.persistence.config.stellwerk;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.application.configuration.Finding.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What stands under {@code stellwerk.plugins}: settings by plugin id, each refused where it stands, and once. */
public final class PluginSettings {
    private final Section plugins;
    private final Set<String> refused = new HashSet<>();

    PluginSettings(Section plugins) {
        this.plugins = plugins;
    }

    /** The settings, by id. */
    public Map<String, Map<String, Object>> byId() {
        var settings = new LinkedHashMap<String, Map<String, Object>>();
        plugins.all().keySet().forEach(name -> settings.put(name, plugins.free(name)));
        return settings;
    }

    /**
     * Refuses a setting.
     *
     * @param key with dots, where it stands in a section of the settings
     */
    public void refuse(String id, String key, String message) {
        if (refused.add(id + " " + key)) {
            Section section = plugins.section(id);
            String outermost = outermost(key);
            if (section.has(outermost)) {
                section.report(outermost, Level.ERROR, message);
            } else {
                plugins.report(id, Level.ERROR, message);
            }
        }
    }

    /** The key that stands in the settings themselves. */
    public static String outermost(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }
}
