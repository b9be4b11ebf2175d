package dev.stellwerk.main.gateway;

import dev.stellwerk.domain.time.Time;
import dev.stellwerk.plugins.loader.PluginSet;
import dev.stellwerk.plugins.loader.SettingsBinder;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.time.InstantSource;
import java.util.Map;

/** Lends to plugins what they may use of the gateway. */
record PluginLender(Time time) {
    /**
     * What is lent for one use of something that the plugin brings.
     *
     * @param settings those of this use
     */
    PluginContext lend(String pluginId, Map<String, Object> settings) {
        return new Lent(pluginId, settings, time);
    }

    private record Lent(String pluginId, Map<String, Object> given, Time time) implements PluginContext {
        @Override
        public SpiVersion spiVersion() {
            return PluginSet.SPI;
        }

        @Override
        public <R extends Record> R settings(R defaults) {
            return SettingsBinder.bind(given, defaults);
        }

        @Override
        public InstantSource clock() {
            return time::now;
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("dev.stellwerk.plugin." + pluginId);
        }
    }
}
