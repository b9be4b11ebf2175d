package dev.stellwerk.application.access;

import dev.stellwerk.application.change.BudgetChange;
import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.change.ExtraChange;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.change.LimitsChange;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Period;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Changes for tests, written as short as a request's fields: a null clears. */
public final class GivenFields {
    private static final List<String> EXTRA = List.of("permissions");

    private final Map<String, Object> given;

    private GivenFields(Map<String, Object> given) {
        this.given = given;
    }

    public static KeyChange ofKey(Map<String, Object> given) {
        var fields = new GivenFields(given);
        return KeyChange.builder()
                .alias(fields.value("key_alias"))
                .teamId(fields.value("team_id"))
                .userId(fields.value("user_id"))
                .models(fields.value("models"))
                .aliases(fields.value("aliases"))
                .allowedRoutes(fields.value("allowed_routes"))
                .regions(fields.regions())
                .metadata(fields.read("metadata", GivenFields::metadata))
                .tags(fields.value("tags"))
                .routerSettings(fields.read("router_settings", GivenFields::metadata))
                .limits(fields.limits())
                .budget(fields.budget())
                .raise(fields.value("raise"))
                .blocked(fields.value("blocked"))
                .life(fields.read("duration", GivenFields::period))
                .extra(fields.extra())
                .fields(given.keySet())
                .build();
    }

    public static TeamChange ofTeam(Map<String, Object> given) {
        var fields = new GivenFields(given);
        return TeamChange.builder()
                .alias(fields.value("team_alias"))
                .models(fields.value("models"))
                .modelAliases(fields.value("model_aliases"))
                .regions(fields.regions())
                .metadata(fields.read("metadata", GivenFields::metadata))
                .tags(fields.value("tags"))
                .routerSettings(fields.read("router_settings", GivenFields::metadata))
                .limits(fields.limits())
                .budget(fields.budget())
                .blocked(fields.value("blocked"))
                .extra(fields.extra())
                .fields(given.keySet())
                .build();
    }

    public static CustomerChange ofCustomer(Map<String, Object> given) {
        var fields = new GivenFields(given);
        return CustomerChange.builder()
                .alias(fields.value("alias"))
                .regions(fields.regions())
                .defaultModel(fields.value("default_model"))
                .limits(fields.limits())
                .budget(fields.budget())
                .blocked(fields.value("blocked"))
                .extra(fields.extra())
                .fields(given.keySet())
                .build();
    }

    private LimitsChange limits() {
        return new LimitsChange(
                read("rpm_limit", GivenFields::count),
                read("tpm_limit", GivenFields::count),
                read("max_parallel_requests", value -> ((Number) value).intValue()),
                read("model_rpm_limit", GivenFields::counts),
                read("model_tpm_limit", GivenFields::counts));
    }

    private BudgetChange budget() {
        return new BudgetChange(
                read("max_budget", GivenFields::dollars),
                read("soft_budget", GivenFields::dollars),
                read("budget_duration", GivenFields::period),
                read("spend", GivenFields::dollars));
    }

    private ExtraChange extra() {
        var set = new LinkedHashMap<String, Object>(given);
        set.keySet().retainAll(EXTRA);
        return new ExtraChange(Metadata.of(set), Set.of());
    }

    private FieldChange<Set<Region>> regions() {
        return read(
                "allowed_model_region",
                value -> (value instanceof List<?> list ? list : List.of(value))
                        .stream()
                                .map(label -> new Region(String.valueOf(label)))
                                .collect(Collectors.toSet()));
    }

    @SuppressWarnings("unchecked") // the test that gives something else fails
    private <T> FieldChange<T> value(String name) {
        return read(name, value -> (T) value);
    }

    private <T> FieldChange<T> read(String name, Function<Object, T> reader) {
        if (!given.containsKey(name)) {
            return FieldChange.kept();
        }
        Object value = given.get(name);
        return value == null ? FieldChange.cleared() : FieldChange.to(reader.apply(value));
    }

    private static Metadata metadata(Object value) {
        var entries = new TreeMap<String, Object>();
        ((Map<?, ?>) value).forEach((name, entry) -> entries.put(String.valueOf(name), entry));
        return Metadata.of(entries);
    }

    private static Period period(Object value) {
        return Period.parse(String.valueOf(value)).orElseThrow();
    }

    private static long count(Object value) {
        return ((Number) value).longValue();
    }

    private static BigDecimal dollars(Object value) {
        return new BigDecimal(value.toString());
    }

    private static Map<String, Long> counts(Object value) {
        var counts = new TreeMap<String, Long>();
        ((Map<?, ?>) value).forEach((name, entry) -> counts.put(String.valueOf(name), count(entry)));
        return counts;
    }
}
