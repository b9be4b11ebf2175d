package dev.stellwerk.adapters.http.inbound.listing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.inbound.route.Json;
import dev.stellwerk.application.port.in.ListPlugins;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plugins as JSON. */
public final class PluginsJson {
    private PluginsJson() {}

    public static String of(ListPlugins.Listing listing) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("spi", listing.spi());
        json.put("folder", listing.folder());
        json.put("plugins", listing.plugins().stream().map(PluginsJson::plugin).toList());
        return new String(Json.bytes(json), UTF_8);
    }

    private static Map<String, @Nullable Object> plugin(ListPlugins.Listed plugin) {
        ListPlugins.Identity identity = plugin.identity();
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("jar", plugin.file());
        json.put("id", identity == null ? null : identity.id());
        json.put("version", identity == null ? null : identity.version());
        json.put("spi", identity == null ? null : identity.spi());
        json.put("description", identity == null ? null : identity.description());
        ListPlugins.Fault fault = plugin.leftOut();
        json.put("state", fault == null ? "active" : "left_out");
        json.put("reason", fault == null ? null : Map.of("code", fault.code(), "detail", fault.detail()));
        var sums = new LinkedHashMap<String, String>();
        plugin.jars().forEach(jar -> sums.put(jar.name(), jar.sha256()));
        json.put("sha256", sums);
        json.put("runs", fault == null ? "inline" : null);
        json.put(
                "extensions",
                plugin.extensions().stream().map(PluginsJson::extension).toList());
        return json;
    }

    private static Map<String, Object> extension(ListPlugins.Extension extension) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", extension.kind().name().toLowerCase(Locale.ROOT));
        json.put("name", extension.name());
        json.put("used", extension.used());
        json.put("shadowed", extension.shadowed());
        json.put("state", extension.used() ? "active" : "unused");
        return json;
    }
}
