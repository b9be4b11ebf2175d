package dev.stellwerk.adapters.persistence.config.stellwerk;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.spi.InvalidValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code stellwerk}: what LiteLLM has no key for. */
public final class StellwerkReader {
    private final Section own;

    public StellwerkReader(Section own) {
        this.own = own;
    }

    /** The section as read, without what goes over the wire. */
    public record Reading(
            RegionTree regions,
            boolean litellmCompatible,
            TagPolicy tagPolicy,
            List<String> filters,
            Map<String, Map<String, Object>> pluginSettings,
            Map<String, String> pluginPins,
            Duration retryAfterMax,
            Duration connectTimeout) {}

    private enum Compatibility {
        CORRECTED,
        LITELLM
    }

    /**
     * The section.
     *
     * @param plugins which filters there are, and what they say about their settings
     */
    public Reading read(PluginJudge plugins) {
        refuseUnknownPlugins(plugins);
        Value compat = own.get("compat");
        boolean litellm = compat != null && compat.oneOf(Compatibility.class) == Compatibility.LITELLM;
        Duration retryAfterMax = own.bound("retry_after_max");
        Duration connectTimeout = own.bound("connect_timeout");
        return new Reading(
                regions(),
                litellm,
                tagPolicy(litellm),
                filters(plugins),
                pluginSettings(),
                pluginPins(),
                retryAfterMax == null ? RoutingSettings.Failures.DEFAULTS.retryAfterMax() : retryAfterMax,
                connectTimeout == null ? RoutingSettings.Bounds.DEFAULTS.connect() : connectTimeout);
    }

    /** Whether a deployment without a region takes it from its provider's: only on request. */
    public boolean infersRegions() {
        return own.flag("infer_regions", false);
    }

    private TagPolicy tagPolicy(boolean litellm) {
        Value written = own.get("tag_policy");
        TagPolicy policy = written == null ? null : written.oneOf(TagPolicy.class);
        return policy != null ? policy : litellm ? TagPolicy.UNION : TagPolicy.STRICT;
    }

    private RegionTree regions() {
        Value written = own.get("regions");
        if (written == null) {
            return RegionTree.FLAT;
        }
        var children = new LinkedHashMap<Region, Set<Region>>();
        written.entries()
                .forEach((name, below) -> region(name, below).ifPresent(parent -> {
                    var regions = children.computeIfAbsent(parent, _ -> new LinkedHashSet<>());
                    below.items().forEach(item -> region(item.text(), item).ifPresent(regions::add));
                }));
        try {
            return new RegionTree(children);
        } catch (InvalidValue e) {
            written.error("region cycle: " + e.getMessage());
            return RegionTree.FLAT;
        }
    }

    private static Optional<Region> region(@Nullable String name, Value where) {
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Region(name));
        } catch (InvalidValue e) {
            where.error("'" + Value.shown(name) + "' is no region: 1 to 64 letters, digits, '_' or '-'");
            return Optional.empty();
        }
    }

    /** Settings that nobody reads are a misspelt id, or a plugin that is not there. */
    private void refuseUnknownPlugins(PluginJudge plugins) {
        own.section("plugins").all().forEach((id, value) -> {
            if (!plugins.ids().contains(id)) {
                value.error("no plugin has this id" + NearestName.hint(id, plugins.ids()));
            }
        });
    }

    private List<String> filters(PluginJudge plugins) {
        var filters = new ArrayList<String>();
        for (Value item : own.items("filters")) {
            String name = item.filledText("must name a filter");
            if (name == null) {
                continue;
            }
            filters.add(name);
            if (!plugins.filters().contains(name)) {
                item.error("no plugin brings a filter '" + Value.shown(name) + "'"
                        + NearestName.hint(name, plugins.filters()));
            } else {
                plugins.faultOfFilter(name, pluginSettings())
                        .ifPresent(fault -> item.error("is refused by its settings: " + fault));
            }
        }
        return filters;
    }

    /** The settings of plugins, by id. */
    public Map<String, Map<String, Object>> pluginSettings() {
        var settings = new LinkedHashMap<String, Map<String, Object>>();
        Section plugins = own.section("plugins");
        plugins.all().keySet().forEach(name -> settings.put(name, plugins.free(name)));
        return settings;
    }

    /** SHA-256 sums by file, or a bare list of sums. */
    private Map<String, String> pluginPins() {
        Value written = own.get("plugin_pins");
        var pins = new LinkedHashMap<String, String>();
        if (written == null) {
            return pins;
        }
        if (written.isList()) {
            written.items().forEach(item -> pin(item).ifPresent(sum -> pins.put(sum, sum)));
        } else {
            written.entries().forEach((file, value) -> pin(value).ifPresent(sum -> pins.put(file, sum)));
        }
        return pins;
    }

    private static Optional<String> pin(Value value) {
        String text = value.text();
        String sum = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (sum.matches("[0-9a-f]{64}")) {
            return Optional.of(sum);
        }
        value.error("must be a SHA-256 sum of 64 hexadecimal digits");
        return Optional.empty();
    }
}
