package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.price.PriceTerms;
import dev.stellwerk.domain.price.SpecialPrice;
import dev.stellwerk.domain.price.TokenPrice;
import dev.stellwerk.domain.price.UnitPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads prices from what is known of a model, in the words of LiteLLM's model map. A price of tokens may have a condition
 * in its name: {@code _above_200k_tokens} for calls with a longer prompt, then {@code _priority} and other tiers of
 * service.
 */
final class PriceReader {
    private static final String INPUT = "input_cost_per_token";
    private static final String OUTPUT = "output_cost_per_token";
    private static final String CACHE_READ = "cache_read_input_token_cost";
    private static final String CACHE_HIT = "input_cost_per_token_cache_hit";
    private static final String CACHE_WRITE = "cache_creation_input_token_cost";
    private static final String LONG_CACHE_WRITE = CACHE_WRITE + "_above_1hr";
    private static final String AUDIO_INPUT = "input_cost_per_audio_token";
    private static final String IMAGE_INPUT = "input_cost_per_image_token";
    private static final String REASONING = "output_cost_per_reasoning_token";
    private static final String AUDIO_OUTPUT = "output_cost_per_audio_token";
    private static final String IMAGE_OUTPUT = "output_cost_per_image_token";
    private static final String SEARCH = "search_context_cost_per_query";
    private static final String USUAL_SEARCH = "search_context_size_medium";

    private static final Pattern OF_TOKENS = Pattern.compile("(?:"
            + String.join(
                    "|",
                    INPUT,
                    OUTPUT,
                    CACHE_READ,
                    LONG_CACHE_WRITE,
                    CACHE_WRITE,
                    AUDIO_INPUT,
                    IMAGE_INPUT,
                    REASONING,
                    AUDIO_OUTPUT,
                    IMAGE_OUTPUT)
            + ")(?:_above_([0-9]{1,6})k_tokens)?(?:_(flex|priority|balanced|ultrafast|decisions))?");
    private static final Pattern OF_UNITS = Pattern.compile("input_cost_per_request|(?:input|output)_cost_per_"
            + "(?:second|character|image|pixel)|input_cost_per_query|" + CACHE_HIT);

    private final Map<String, Object> fields;
    private final TreeSet<Integer> thousands = new TreeSet<>();
    private final TreeSet<String> tiers = new TreeSet<>();

    private PriceReader(Map<String, Object> fields) {
        this.fields = fields;
        for (String key : fields.keySet()) {
            Matcher price = OF_TOKENS.matcher(key);
            if (price.matches()) {
                if (price.group(1) != null) {
                    thousands.add(Integer.valueOf(price.group(1)));
                }
                if (price.group(2) != null) {
                    tiers.add(price.group(2));
                }
            }
        }
    }

    /** Whether a key names a price that is charged. */
    static boolean isPrice(String key) {
        return OF_TOKENS.matcher(key).matches() || OF_UNITS.matcher(key).matches();
    }

    /**
     * The price that an entry states, and where it states none the map's; null when that is silent too. An entry with a
     * price of its own for text or for units has another contract: of the map only the other price of text counts then.
     */
    static @Nullable Price read(Map<String, Object> stated, Map<String, Object> known, String mode) {
        boolean ofText = stated.containsKey(INPUT) || stated.containsKey(OUTPUT);
        boolean ofUnits =
                stated.keySet().stream().anyMatch(key -> OF_UNITS.matcher(key).matches());
        var fields = new HashMap<>(ofText || ofUnits ? Map.of() : known);
        fields.putAll(stated);
        if (ofText) {
            for (String key : List.of(INPUT, OUTPUT)) {
                fields.putIfAbsent(key, known.getOrDefault(key, 0L));
            }
        }
        return new PriceReader(fields).price(mode);
    }

    private @Nullable Price price(String mode) {
        TokenPrice tokens = tokens(null, 0);
        UnitPrice units = units(mode);
        boolean ofTokens =
                fields.keySet().stream().anyMatch(key -> OF_TOKENS.matcher(key).matches());
        return ofTokens || !units.equals(UnitPrice.NONE) ? new Price(tokens, special(), units, PriceTerms.LIST) : null;
    }

    /** Those of a tier first, and then those of the longest prompts. */
    private List<SpecialPrice> special() {
        var special = new ArrayList<SpecialPrice>();
        for (String tier : tiers) {
            thousands.descendingSet().forEach(above -> special.add(special(tier, above)));
            special.add(special(tier, 0));
        }
        thousands.descendingSet().forEach(above -> special.add(special(null, above)));
        return special;
    }

    private SpecialPrice special(@Nullable String tier, int thousand) {
        long above = thousand == 0 ? -1 : thousand * 1_000L;
        return new SpecialPrice(tier, above, tokens(tier, thousand));
    }

    private TokenPrice tokens(@Nullable String tier, int thousand) {
        BigDecimal input = token(INPUT, tier, thousand);
        BigDecimal output = token(OUTPUT, tier, thousand);
        BigDecimal read = token(CACHE_READ, tier, thousand);
        return new TokenPrice(
                input,
                output == null && input != null ? BigDecimal.ZERO : output,
                read == null ? amount(CACHE_HIT) : read,
                token(CACHE_WRITE, tier, thousand),
                token(LONG_CACHE_WRITE, tier, thousand),
                token(AUDIO_INPUT, tier, thousand),
                token(IMAGE_INPUT, tier, thousand),
                token(REASONING, tier, thousand),
                token(AUDIO_OUTPUT, tier, thousand),
                token(IMAGE_OUTPUT, tier, thousand));
    }

    /** The price under both conditions, else by the length, else by the tier, else the usual one. */
    private @Nullable BigDecimal token(String key, @Nullable String tier, int thousand) {
        String inTier = tier == null ? "" : "_" + tier;
        for (Integer above : thousands.headSet(thousand, true).descendingSet()) {
            String longer = key + "_above_" + above + "k_tokens";
            BigDecimal found = tier == null ? null : amount(longer + inTier);
            found = found == null ? amount(longer) : found;
            if (found != null) {
                return found;
            }
        }
        BigDecimal found = tier == null ? null : amount(key + inTier);
        return found == null ? amount(key) : found;
    }

    private UnitPrice units(String mode) {
        boolean drawn = mode.startsWith("image");
        return new UnitPrice(
                amount("input_cost_per_request"),
                drawn ? either("output_cost_per_image", "input_cost_per_image") : null,
                drawn ? either("input_cost_per_pixel", "output_cost_per_pixel") : null,
                either("output_cost_per_second", "input_cost_per_second"),
                either("input_cost_per_character", "output_cost_per_character"),
                amount("input_cost_per_query"),
                fields.get(SEARCH) instanceof Map<?, ?> sizes ? amountOf(sizes.get(USUAL_SEARCH)) : null);
    }

    /** The first of two names for one price that is not zero: each unit is paid for once. */
    private @Nullable BigDecimal either(String key, String other) {
        BigDecimal first = amount(key);
        return first == null || first.signum() == 0 ? amount(other) == null ? first : amount(other) : first;
    }

    private @Nullable BigDecimal amount(String key) {
        return amountOf(fields.get(key));
    }

    /** Decimal as written: the shortest digits that mean the same number. */
    private static @Nullable BigDecimal amountOf(@Nullable Object value) {
        return value instanceof Number number && number.doubleValue() >= 0
                ? new BigDecimal(number.toString()).stripTrailingZeros()
                : null;
    }
}
