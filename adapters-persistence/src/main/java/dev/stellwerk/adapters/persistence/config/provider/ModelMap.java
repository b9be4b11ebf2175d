package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.ShippedTable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about models by name: context windows and prices, in the format of LiteLLM's cost map. */
public final class ModelMap {
    private static final String TEMPLATE = "sample_spec";
    private static final String PROVIDER = "litellm_provider";
    private static final String AZURE = "azure";

    private final Map<String, Map<String, Object>> byName;

    private ModelMap(Map<String, Map<String, Object>> byName) {
        this.byName = byName;
    }

    /** The small map that comes with the gateway. */
    public static ModelMap shipped() {
        Section table = ShippedTable.read(ModelMap.class, "model-facts.json");
        var models = new HashMap<String, Map<String, Object>>();
        table.all().keySet().forEach(name -> models.put(name, table.free(name)));
        return new ModelMap(models);
    }

    /** This map with further models, which win. */
    public ModelMap with(Map<String, Map<String, Object>> further) {
        var all = new HashMap<>(byName);
        all.putAll(further);
        all.remove(TEMPLATE);
        return new ModelMap(all);
    }

    /**
     * The entry for a deployment: by its base model, by its full name, by its name without the provider. What an Azure
     * deployment is called says nothing about the model in it, so there only the base model counts.
     */
    public Entry of(String provider, String model, @Nullable String baseModel) {
        Map<String, Object> found = baseModel == null ? null : byBaseModel(baseModel);
        if (found == null && !provider.equals(AZURE)) {
            found = byName.get(provider + "/" + model);
        }
        if (found == null && !provider.equals(AZURE) && provider.equals(ownerOf(model))) {
            found = byName.get(model);
        }
        return new Entry(found == null ? Map.of() : found);
    }

    private @Nullable Map<String, Object> byBaseModel(String name) {
        Map<String, Object> exact = byName.get(name);
        return exact == null ? byName.get(name.substring(name.indexOf('/') + 1)) : exact;
    }

    /** Whose model a bare name is; null when that is unknown. */
    @Nullable
    public String ownerOf(String model) {
        return byName.getOrDefault(model, Map.of()).get(PROVIDER) instanceof String owner ? owner : null;
    }

    /**
     * What the map says about one model.
     *
     * @param info everything, for listings; empty when the map does not know the model
     */
    public record Entry(Map<String, Object> info) {
        Optional<String> text(String field) {
            return info.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
        }

        Optional<Long> count(String field) {
            return info.get(field) instanceof Long count && count >= 0 ? Optional.of(count) : Optional.empty();
        }

        /** Decimal as written: the shortest digits that mean the same number. */
        Optional<BigDecimal> amount(String field) {
            return info.get(field) instanceof Number amount && amount.doubleValue() >= 0
                    ? Optional.of(new BigDecimal(amount.toString()).stripTrailingZeros())
                    : Optional.empty();
        }
    }
}
