package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.FreeValues;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.domain.deployment.Abilities;
import dev.stellwerk.domain.deployment.Ability;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.price.PriceTerms;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what an entry says about its model, and fills in what the model map knows. The entry wins. */
public final class ModelFactsReader {
    private static final String ABILITY = "supports_";

    private final ProviderChooser providers;
    private final Map<String, PriceTerms> terms;
    private final Map<Asked, ModelFacts> read = new HashMap<>(); // those of deployments that say the same are the same

    private record Asked(
            String provider, String model, @Nullable String baseModel, Map<String, Object> stated) {}

    /** @param terms what is paid of list prices, by provider; {@code global} is for all others */
    public ModelFactsReader(ProviderChooser providers, Map<String, PriceTerms> terms) {
        this.providers = providers;
        this.terms = terms;
    }

    public ModelFacts read(Endpoint endpoint, Section parameters, Section info) {
        String ownBaseModel = info.filledText("base_model");
        String otherBaseModel = parameters.filledText("base_model");
        String baseModel = ownBaseModel == null ? otherBaseModel : ownBaseModel;
        for (String counted : new String[] {"max_input_tokens", "max_output_tokens"}) {
            info.count(counted); // tells of what is no number
        }
        info.filledText("mode");
        info.flag(ABILITY + "response_schema");
        var asked = new Asked(endpoint.provider(), endpoint.model(), baseModel, stated(parameters, info));
        return read.computeIfAbsent(asked, _ -> facts(endpoint, baseModel, asked.stated()));
    }

    /** The facts of the model that a name led to, given those of the pattern which it matches. */
    ModelFacts ofMatched(Endpoint endpoint, ModelFacts pattern) {
        ModelMap.Entry known = providers.models().of(endpoint.provider(), endpoint.model(), pattern.baseModel());
        return known.info().isEmpty() ? pattern : facts(endpoint, pattern.baseModel(), pattern.info(), known);
    }

    private ModelFacts facts(Endpoint endpoint, @Nullable String baseModel, Map<String, Object> stated) {
        return facts(
                endpoint, baseModel, stated, providers.models().of(endpoint.provider(), endpoint.model(), baseModel));
    }

    private ModelFacts facts(
            Endpoint endpoint, @Nullable String baseModel, Map<String, Object> stated, ModelMap.Entry known) {
        var all = new LinkedHashMap<>(known.info());
        all.putAll(stated);
        String mode = all.get("mode") instanceof String text && !text.isBlank() ? text : "chat";
        Price price = PriceReader.read(stated, known.info(), mode);
        return new ModelFacts(
                mode,
                baseModel,
                tokens(all, "max_input_tokens"),
                tokens(all, "max_output_tokens"),
                price == null ? null : price.on(terms(endpoint.provider())),
                unsupported(stated),
                all,
                abilities(all),
                providers.callTypes(endpoint.provider()));
    }

    private PriceTerms terms(String provider) {
        PriceTerms own = terms.get(provider);
        return own == null ? terms.getOrDefault("global", PriceTerms.LIST) : own;
    }

    private static @Nullable Long tokens(Map<String, Object> info, String key) {
        return info.get(key) instanceof Long count && count >= 0 ? count : null;
    }

    /** What the entry itself says: its information, and prices among its parameters, which win. */
    private static Map<String, Object> stated(Section parameters, Section info) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        info.all().forEach((key, value) -> all.put(key, value.free()));
        putPrices(info, all);
        putPrices(parameters, all);
        return FreeValues.withoutNulls(all);
    }

    private static void putPrices(Section section, Map<String, @Nullable Object> all) {
        for (String key : section.content().fields().keySet()) {
            BigDecimal price = PriceReader.isPrice(key) ? section.amount(key) : null;
            if (price != null) {
                all.put(key, price.doubleValue());
            }
        }
    }

    /** What the entry itself says its model does not take. */
    private static Set<String> unsupported(Map<String, Object> stated) {
        return Boolean.FALSE.equals(stated.get(ABILITY + "response_schema")) ? Set.of("response_format") : Set.of();
    }

    private static Abilities abilities(Map<String, Object> info) {
        var known = new EnumMap<Ability, Boolean>(Ability.class);
        for (Ability ability : Ability.values()) {
            if (info.get(ABILITY + ability.name().toLowerCase(Locale.ROOT)) instanceof Boolean has) {
                known.put(ability, has);
            }
        }
        return Abilities.of(known);
    }
}
