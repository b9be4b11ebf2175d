package dev.stellwerk.checks.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names with underscores that domain and application may hold, class by class. Such names are how LiteLLM spells
 * fields, settings and kinds; adapters know them, and each that stands here has a reason.
 */
final class OwnNames {
    private static final Pattern SPELLED_LIKE_A_FIELD = Pattern.compile("[a-z]+(_[a-z0-9]+)+");

    private static final Map<String, Set<String>> BY_CLASS = Map.ofEntries(
            // codes of reasons, which the interface of plugins publishes
            Map.entry("domain.limits.LimitKind", Set.of("input_tokens", "output_tokens", "max_parallel_requests")),
            Map.entry("domain.spi.routing.Preference", Set.of("preferred_other")),
            Map.entry("domain.routing.RefusalReading", Set.of("cooling_down", "prompt_too_long")),
            Map.entry("domain.routing.Router", Set.of("failed_before")),
            Map.entry("domain.routing.Router$Deciding", Set.of("later_tier")),
            Map.entry("domain.routing.Pin", Set.of("prompt_too_long", "unsupported_parameter", "later_tier")),
            // whose rule it is, as every explanation tells
            Map.entry("domain.region.RegionRestriction$Source", Set.of("end_user")),
            // the setting that a value was meant for: whoever reads settings finds the place by it
            Map.entry("domain.deployment.Capacity", Set.of("max_parallel_requests")),
            // the one place that knows what entries of free metadata mean
            Map.entry("domain.access.Metadata", Set.of("allow_client_tags", "disable_fallbacks")),
            // routes and their groups are what is judged there, and what lists of keys name
            Map.entry(
                    "application.access.RouteRules",
                    Set.of("llm_api_routes", "openai_routes", "info_routes", "management_routes")),
            // kinds of models are called so in every price table
            Map.entry("application.completion.RequestedModel", Set.of("image_generation")),
            // the owner of what nobody owns, as it stands in every row that was ever written
            Map.entry("application.management.FreshRecords", Set.of("default_user_id")));

    private OwnNames() {}

    /** What a class holds and should not, and what stands here for it without need. */
    static Stream<String> faults(JavaClass type) {
        Set<String> allowed = BY_CLASS.getOrDefault(type.getName().replaceFirst("^dev\\.stellwerk\\.", ""), Set.of());
        Set<String> held = Bytecode.of(type).texts();
        return Stream.concat(
                held.stream()
                        .filter(text -> SPELLED_LIKE_A_FIELD.matcher(text).matches() && !allowed.contains(text))
                        .map(text -> "holds the name '" + text + "'"),
                allowed.stream().filter(text -> !held.contains(text)).map(text -> "no longer holds '" + text + "'"));
    }
}
