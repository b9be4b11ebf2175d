package dev.stellwerk.adapters.persistence.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is known about models by name: context windows and prices, in the format of LiteLLM's cost map. */
final class ModelMap {
    private static final String TEMPLATE = "sample_spec";

    private final Map<String, JsonNode> byName;

    private ModelMap(Map<String, JsonNode> byName) {
        this.byName = byName;
    }

    /** The small map that comes with the gateway. */
    static ModelMap shipped() {
        return new ModelMap(Map.of()).with(JsonFiles.shipped("model-facts.json"));
    }

    /** This map with further entries, which win. */
    ModelMap with(JsonNode entries) {
        var all = new HashMap<>(byName);
        entries.properties().forEach(entry -> {
            if (entry.getValue().isObject() && !entry.getKey().equals(TEMPLATE)) {
                all.put(entry.getKey(), entry.getValue());
            }
        });
        return new ModelMap(all);
    }

    /**
     * The entry for a deployment: by its base model, by its full name, by its name without the provider. What an Azure
     * deployment is called says nothing about the model in it, so there only the base model counts.
     */
    Entry of(String provider, String model, @Nullable String baseModel) {
        JsonNode found = baseModel == null ? null : byBaseModel(baseModel);
        if (found == null && !provider.equals("azure")) {
            found = byName.get(provider + "/" + model);
        }
        if (found == null && !provider.equals("azure")) {
            found = ofProvider(model, provider);
        }
        return new Entry(found);
    }

    /** Whose model a bare name is. */
    Optional<String> providerOf(String model) {
        JsonNode entry = byName.get(model);
        return entry == null ? Optional.empty() : Optional.ofNullable(text(entry, "litellm_provider"));
    }

    private @Nullable JsonNode byBaseModel(String name) {
        JsonNode exact = byName.get(name);
        return exact == null ? byName.get(name.substring(name.indexOf('/') + 1)) : exact;
    }

    private @Nullable JsonNode ofProvider(String model, String provider) {
        JsonNode entry = byName.get(model);
        return entry != null && provider.equals(text(entry, "litellm_provider")) ? entry : null;
    }

    private static @Nullable String text(JsonNode entry, String field) {
        return entry.path(field).textValue();
    }

    /** What the map says about one model: nothing, when it does not know it. */
    static final class Entry {
        private final @Nullable JsonNode fields;

        private Entry(@Nullable JsonNode fields) {
            this.fields = fields;
        }

        Optional<String> text(String field) {
            return Optional.ofNullable(fields == null ? null : ModelMap.text(fields, field));
        }

        OptionalLong count(String field) {
            JsonNode value = fields == null ? null : fields.get(field);
            return value != null && value.canConvertToLong() && value.longValue() >= 0
                    ? OptionalLong.of(value.longValue())
                    : OptionalLong.empty();
        }

        Optional<BigDecimal> amount(String field) {
            JsonNode value = fields == null ? null : fields.get(field);
            return value != null && value.isNumber() && value.decimalValue().signum() >= 0
                    ? Optional.of(value.decimalValue())
                    : Optional.empty();
        }

        /** Everything flat that the map says, for listings. */
        Map<String, Object> info() {
            if (fields == null) {
                return Map.of();
            }
            var info = new LinkedHashMap<String, Object>();
            fields.properties().forEach(field -> {
                Object value = plain(field.getValue());
                if (value != null) {
                    info.put(field.getKey(), value);
                }
            });
            return Collections.unmodifiableMap(info);
        }

        private static @Nullable Object plain(JsonNode value) {
            if (value.isTextual()) {
                return value.textValue();
            }
            if (value.isBoolean()) {
                return value.booleanValue();
            }
            if (value.isIntegralNumber()) {
                return value.longValue();
            }
            return value.isNumber() ? value.doubleValue() : null;
        }
    }
}
