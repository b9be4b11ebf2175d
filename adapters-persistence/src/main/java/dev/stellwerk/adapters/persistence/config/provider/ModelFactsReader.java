package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.FreeValues;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.domain.deployment.Abilities;
import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.Price;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what an entry says about its model, and fills in what the model map knows. The entry wins. */
public final class ModelFactsReader {
    private static final String INPUT_PRICE = "input_cost_per_token";
    private static final String OUTPUT_PRICE = "output_cost_per_token";

    private static final String CACHE_READ_PRICE = "cache_read_input_token_cost";
    private static final String CACHE_WRITE_PRICE = "cache_creation_input_token_cost";
    private static final String LONG_CACHE_WRITE_PRICE = "cache_creation_input_token_cost_above_1hr";

    private final ProviderChooser providers;

    public ModelFactsReader(ProviderChooser providers) {
        this.providers = providers;
    }

    public ModelFacts read(Endpoint endpoint, Section parameters, Section info) {
        String ownBaseModel = info.filledText("base_model");
        String otherBaseModel = parameters.filledText("base_model");
        String baseModel = ownBaseModel == null ? otherBaseModel : ownBaseModel;
        ModelMap.Entry known = providers.models().of(endpoint.provider(), endpoint.model(), baseModel);
        String mode = info.filledText("mode");
        Map<String, Object> all = info(parameters, info, known);
        return new ModelFacts(
                mode == null ? known.text("mode").orElse("chat") : mode,
                baseModel,
                tokens(info, "max_input_tokens", known),
                tokens(info, "max_output_tokens", known),
                price(parameters, info, known),
                unsupported(info),
                all,
                abilities(all),
                providers.callTypes(endpoint.provider()));
    }

    private static @Nullable Long tokens(Section info, String key, ModelMap.Entry known) {
        Long own = info.count(key);
        return own == null ? known.count(key).orElse(null) : own;
    }

    /** The entry's price; what it leaves open is the map's, and nothing where that is silent too. */
    private static @Nullable Price price(Section parameters, Section info, ModelMap.Entry known) {
        BigDecimal input = ownPrice(parameters, info, INPUT_PRICE);
        BigDecimal output = ownPrice(parameters, info, OUTPUT_PRICE);
        boolean own = input != null || output != null;
        BigDecimal knownInput = known.amount(INPUT_PRICE).orElse(own ? BigDecimal.ZERO : null);
        BigDecimal knownOutput = known.amount(OUTPUT_PRICE).orElse(knownInput == null ? null : BigDecimal.ZERO);
        if (knownInput == null || knownOutput == null) {
            return null;
        }
        boolean knownCache = !own; // an entry's own price is not mixed with the map's for another model or contract
        return new Price(
                input == null ? knownInput : input,
                output == null ? knownOutput : output,
                cachePrice(parameters, info, known, CACHE_READ_PRICE, knownCache),
                cachePrice(parameters, info, known, CACHE_WRITE_PRICE, knownCache),
                cachePrice(parameters, info, known, LONG_CACHE_WRITE_PRICE, knownCache));
    }

    private static @Nullable BigDecimal cachePrice(
            Section parameters, Section info, ModelMap.Entry known, String key, boolean knownCounts) {
        BigDecimal own = ownPrice(parameters, info, key);
        return own == null && knownCounts ? known.amount(key).orElse(null) : own;
    }

    private static @Nullable BigDecimal ownPrice(Section parameters, Section info, String key) {
        BigDecimal ofParameters = parameters.amount(key);
        BigDecimal ofInfo = info.amount(key);
        return ofParameters == null ? ofInfo : ofParameters;
    }

    /** What the entry itself says its model does not take. */
    private static Set<String> unsupported(Section info) {
        return info.flag("supports_response_schema", true) ? Set.of() : Set.of("response_format");
    }

    private static Abilities abilities(Map<String, Object> info) {
        var known = new EnumMap<Ability, Boolean>(Ability.class);
        for (Ability ability : Ability.values()) {
            if (info.get("supports_" + ability.name().toLowerCase(Locale.ROOT)) instanceof Boolean has) {
                known.put(ability, has);
            }
        }
        return Abilities.of(known);
    }

    /** For listings: what the map knows, then what the entry says. */
    private static Map<String, Object> info(Section parameters, Section info, ModelMap.Entry known) {
        var all = new LinkedHashMap<String, @Nullable Object>(known.info());
        info.all().forEach((key, value) -> all.put(key, value.free()));
        for (String price :
                new String[] {INPUT_PRICE, OUTPUT_PRICE, CACHE_READ_PRICE, CACHE_WRITE_PRICE, LONG_CACHE_WRITE_PRICE}) {
            BigDecimal own = ownPrice(parameters, info, price);
            if (own != null) {
                all.put(price, own.doubleValue());
            }
        }
        return FreeValues.withoutNulls(all);
    }
}
