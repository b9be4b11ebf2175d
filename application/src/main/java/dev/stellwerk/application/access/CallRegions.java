package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.Region;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.error.InvalidValue;
import dev.stellwerk.domain.error.Refusal;
import dev.stellwerk.domain.routing.RegionRule;
import dev.stellwerk.domain.routing.RegionRule.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the content of a call may go. */
public final class CallRegions {
    private static final int LABELS_MAX = 64;

    private CallRegions() {}

    /**
     * The restrictions of a call, each of which must hold: the customer's, the key's, the team's and its own.
     *
     * @param labels what the request asks for; null means nothing, an empty list is refused
     * @throws CallRefused when a label cannot be a region
     */
    public static List<RegionRule> of(Caller caller, @Nullable List<String> labels) {
        Set<Region> customer = caller.customer().map(Customer::regions).orElse(Set.of());
        Set<Region> key = caller.key().map(ApiKey::regions).orElse(Set.of());
        Set<Region> team = caller.team().map(Team::regions).orElse(Set.of());
        if (customer.isEmpty() && key.isEmpty() && team.isEmpty() && labels == null) {
            return List.of();
        }
        var rules = new ArrayList<RegionRule>(4);
        add(rules, Source.CUSTOMER, customer);
        add(rules, Source.KEY, key);
        add(rules, Source.TEAM, team);
        if (labels != null) {
            rules.add(new RegionRule(Source.BODY, parse(labels)));
        }
        return rules;
    }

    private static void add(List<RegionRule> rules, Source source, Set<Region> allowed) {
        if (!allowed.isEmpty()) {
            rules.add(new RegionRule(source, allowed));
        }
    }

    private static Set<Region> parse(List<String> labels) {
        if (labels.isEmpty() || labels.size() > LABELS_MAX) {
            throw invalid();
        }
        var regions = new HashSet<Region>();
        for (String label : labels) {
            try {
                regions.add(new Region(label));
            } catch (InvalidValue e) {
                throw invalid();
            }
        }
        return regions;
    }

    private static CallRefused invalid() {
        return new CallRefused(new Refusal.Invalid(
                "'allowed_model_region' must be a region or a list of regions: 1 to 64 letters, digits, '_' or '-'",
                "allowed_model_region",
                "invalid_request_error"));
    }
}
