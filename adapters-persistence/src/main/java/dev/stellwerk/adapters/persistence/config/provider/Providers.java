package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.ShippedTable;
import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.spi.routing.CallType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of providers, as shipped. */
public final class Providers {
    private final Map<String, Provider> byName;

    private Providers(Map<String, Provider> byName) {
        this.byName = byName;
    }

    public static Providers shipped() {
        Section table = ShippedTable.read(Providers.class, "providers.json");
        var byName = new LinkedHashMap<String, Provider>();
        var parameters = new ParametersReader(table.section("groups"));
        table.section("spoken").all().forEach((name, row) -> byName.put(name, spoken(name, row.section(), parameters)));
        table.texts("known").forEach(name -> byName.put(name, silent(name)));
        return new Providers(Collections.unmodifiableMap(byName));
    }

    private static Provider spoken(String name, Section row, ParametersReader parameters) {
        String modelPrefix = row.text("model_prefix");
        return new Provider(
                name,
                true,
                row.text("base"),
                row.texts("bases"),
                row.texts("keys"),
                row.texts("hosts"),
                row.flag("key_needed", true),
                modelPrefix == null ? "" : modelPrefix,
                row.texts("calls").stream().map(CallType::valueOf).collect(Collectors.toSet()),
                pairs(row, "headers"),
                pairs(row, "fixed_headers"),
                row.texts("key_headers"),
                parameters.read(row));
    }

    private static Map<String, String> pairs(Section row, String key) {
        var pairs = new LinkedHashMap<String, String>();
        row.free(key).forEach((name, value) -> pairs.put(name, value.toString()));
        return pairs;
    }

    private static Provider silent(String name) {
        return new Provider(
                name,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                false,
                "",
                Set.of(),
                Map.of(),
                Map.of(),
                List.of(),
                ProviderParameters.ALL);
    }

    public Optional<Provider> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** The provider whose own host a base URL names. A part of the URL that merely looks like one does not count. */
    public Optional<Provider> atHostOf(String base) {
        String host = host(base);
        return host == null
                ? Optional.empty()
                : byName.values().stream()
                        .filter(provider -> isAt(provider, host))
                        .filter(provider -> !isLocal(host))
                        .findFirst();
    }

    private static boolean isAt(Provider provider, String host) {
        return (provider.base() != null && host.equals(host(provider.base())))
                || provider.furtherHosts().contains(host);
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.startsWith("127.");
    }

    /** The host of an absolute HTTP URL; null for anything else. */
    public static @Nullable String host(@Nullable String base) {
        if (base == null) {
            return null;
        }
        try {
            var uri = new URI(base.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null ? uri.getHost().toLowerCase(Locale.ROOT) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
