package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.region.RegionRestriction.Source;
import dev.stellwerk.domain.spi.InvalidValue;
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
    public static List<RegionRestriction> of(Caller caller, @Nullable List<String> labels) {
        Set<Region> customer = caller.customer().map(Customer::regions).orElse(Set.of());
        Set<Region> key = caller.key().map(ApiKey::regions).orElse(Set.of());
        Set<Region> team = caller.team().map(Team::regions).orElse(Set.of());
        if (customer.isEmpty() && key.isEmpty() && team.isEmpty() && labels == null) {
            return List.of();
        }
        var rules = new ArrayList<RegionRestriction>(4);
        add(rules, Source.CUSTOMER, customer);
        add(rules, Source.KEY, key);
        add(rules, Source.TEAM, team);
        if (labels != null) {
            rules.add(new RegionRestriction(Source.BODY, parse(labels)));
        }
        return rules;
    }

    private static void add(List<RegionRestriction> rules, Source source, Set<Region> allowed) {
        if (!allowed.isEmpty()) {
            rules.add(new RegionRestriction(source, allowed));
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
        return new CallRefused(new CallRefusal.RegionsUnfit());
    }
}
