package dev.stellwerk.adapters.persistence.config.stellwerk;

import dev.stellwerk.adapters.persistence.config.finding.NearestName;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.application.port.in.ListPlugins;
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
    private final PluginSettings settings;

    public StellwerkReader(Section own) {
        this.own = own;
        this.settings = new PluginSettings(own.section("plugins"));
    }

    /** What stands under {@code plugins}. */
    public PluginSettings pluginSettings() {
        return settings;
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
        refuseOtherExtensions(plugins);
        Value compat = own.get("compat");
        boolean litellm = compat != null && compat.oneOf(Compatibility.class) == Compatibility.LITELLM;
        Duration retryAfterMax = own.bound("retry_after_max");
        Duration connectTimeout = own.bound("connect_timeout");
        return new Reading(
                regions(),
                litellm,
                tagPolicy(litellm),
                filters(plugins),
                settings.byId(),
                pluginPins(),
                retryAfterMax == null ? RoutingSettings.Failures.DEFAULTS.retryAfterMax() : retryAfterMax,
                connectTimeout == null ? RoutingSettings.Bounds.DEFAULTS.connect() : connectTimeout);
    }

    /** Starts the plugins, with their settings, before anybody asks what they bring; says what is wrong with them. */
    public void start(PluginJudge plugins) {
        plugins.start(settings.byId(), pluginPins()).forEach(fault -> judge(fault, own.get("plugins")));
    }

    /** @param where whatever is no setting is told */
    private void judge(PluginJudge.Fault fault, @Nullable Value where) {
        switch (fault) {
            case PluginJudge.Fault.OfPin(String entry) ->
                own.report(
                        "plugin_pins",
                        Level.ERROR,
                        "no jar in the plugins folder has the sum of '" + Value.shown(entry) + "'");
            case PluginJudge.Fault.OfSetting(String id, String key, String message) ->
                settings.refuse(id, key, message);
            case PluginJudge.Fault.OfPlugin(String message) -> {
                if (where != null) {
                    where.error(message);
                }
            }
        }
    }

    /** What this version of the gateway does not run yet, whoever brings it, and what nobody brings. */
    private void refuseOtherExtensions(PluginJudge plugins) {
        Map.of(
                        "preferences", ListPlugins.Kind.PREFERENCE,
                        "region_resolvers", ListPlugins.Kind.REGION_RESOLVER,
                        "taggers", ListPlugins.Kind.TAGGER,
                        "usage_sinks", ListPlugins.Kind.USAGE_SINK)
                .forEach((key, kind) -> {
                    for (Value item : own.items(key)) {
                        Value named = item.isMap() ? item.section().get("name") : item;
                        String name = named == null ? null : named.text();
                        if (name != null) {
                            item.error(
                                    plugins.names(kind).contains(name)
                                            ? "'" + Value.shown(name)
                                                    + "' is there, but this version of the gateway does not" + " run "
                                                    + key.replace('_', ' ')
                                            : "no plugin brings '" + Value.shown(name) + "'"
                                                    + NearestName.hint(name, plugins.names(kind)));
                        }
                    }
                });
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
                plugins.faultsOfFilter(name, settings.byId()).forEach(fault -> judge(fault, item));
            }
        }
        return filters;
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
