package dev.stellwerk.adapters.persistence.config.provider;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about models by name: context windows, prices, abilities, in the words of LiteLLM's cost map. */
public final class ModelMap {
    private static final String TEMPLATE = "sample_spec";
    private static final String PROVIDER = "litellm_provider";
    private static final String AZURE = "azure";

    /** Providers whose models the map lists under further names. */
    private static final Map<String, String> SAME_PROVIDER = Map.of(
            "text-completion-openai", "openai",
            "text-completion-codestral", "codestral",
            "cohere_chat", "cohere",
            "bedrock_converse", "bedrock",
            "azure_text", "azure");

    private final ShippedModels shipped;
    private final Map<String, Map<String, Object>> further;

    private ModelMap(ShippedModels shipped, Map<String, Map<String, Object>> further) {
        this.shipped = shipped;
        this.further = further;
    }

    /** The map that comes with the gateway. */
    public static ModelMap shipped() {
        return new ModelMap(new ShippedModels(), Map.of());
    }

    /** This map with further models, which win. */
    public ModelMap with(Map<String, Map<String, Object>> models) {
        return new ModelMap(shipped, models);
    }

    private @Nullable Map<String, Object> named(String name) {
        Map<String, Object> own = further.get(name);
        return own != null && !name.equals(TEMPLATE) ? own : shipped.model(name);
    }

    /**
     * The entry for a deployment: by its base model, by its full name, by its name without the provider. What an Azure
     * deployment is called says nothing about the model in it, so there only the base model counts.
     */
    public Entry of(String provider, String model, @Nullable String baseModel) {
        Entry found = baseModel == null ? Entry.NONE : byBaseModel(provider, baseModel);
        return !found.info().isEmpty() || provider.equals(AZURE) ? found : byName(provider, model);
    }

    /** The entry of a provider's model. */
    Entry byName(String provider, String model) {
        Map<String, Object> found = named(provider + "/" + model);
        if (found == null && sameProvider(provider, ownerOf(model))) {
            found = named(model);
        }
        return found == null ? Entry.NONE : new Entry(found);
    }

    /** A base model may be named with its provider or without it, and Azure's without its region. */
    private Entry byBaseModel(String provider, String name) {
        Map<String, Object> found = named(name);
        if (found == null) {
            found = named(provider + "/" + name);
        }
        if (found == null) {
            found = named(name.substring(name.indexOf('/') + 1));
        }
        return found == null ? Entry.NONE : new Entry(found);
    }

    /** Whose model a bare name is; null when that is unknown. */
    @Nullable
    public String ownerOf(String model) {
        Map<String, Object> own = further.get(model);
        String owner = own == null ? shipped.provider(model) : own.get(PROVIDER) instanceof String named ? named : null;
        return owner == null ? null : plain(owner);
    }

    /** The names of a provider's models, as they are called there. */
    List<String> namesOf(String provider) {
        var names = new ArrayList<String>();
        further.forEach((name, fields) -> {
            if (fields.get(PROVIDER) instanceof String owner && !name.equals(TEMPLATE)) {
                addIfOf(provider, name, owner, names);
            }
        });
        shipped.forEach((name, owner) -> {
            if (!further.containsKey(name)) {
                addIfOf(provider, name, owner, names);
            }
        });
        return names;
    }

    private static void addIfOf(String provider, String name, String owner, List<String> names) {
        if (provider.equals(plain(owner))) {
            names.add(name.startsWith(provider + "/") ? name.substring(provider.length() + 1) : name);
        }
    }

    private static boolean sameProvider(String provider, @Nullable String owner) {
        return owner != null
                && SAME_PROVIDER.getOrDefault(provider, provider).equals(SAME_PROVIDER.getOrDefault(owner, owner));
    }

    /** {@code vertex_ai-language-models} and their like are kinds of models, not of providers. */
    private static String plain(String owner) {
        return owner.startsWith("vertex_ai-") || owner.startsWith("fireworks_ai-")
                ? owner.substring(0, owner.indexOf('-'))
                : owner;
    }

    /**
     * What the map says about one model.
     *
     * @param info everything, for listings; empty when the map does not know the model
     */
    public record Entry(Map<String, Object> info) {
        static final Entry NONE = new Entry(Map.of());

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
