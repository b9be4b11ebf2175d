package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.domain.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells {@code eu} or {@code us} from a cloud provider's own name for a place. Whole names only: a part of a name, such
 * as the {@code us} in {@code australiaeast}, says nothing, and neither does a host. A place in no table is in no
 * region.
 *
 * <p>The tables are LiteLLM's. Its {@code eu} includes London and Zurich.
 */
public final class ProviderRegions {
    private static final Region EU = new Region("eu");
    private static final Region US = new Region("us");

    private static final Table VERTEX = new Table(
            "vertex_location",
            Set.of(
                    "europe-central2",
                    "europe-north1",
                    "europe-southwest1",
                    "europe-west1",
                    "europe-west2",
                    "europe-west3",
                    "europe-west4",
                    "europe-west6",
                    "europe-west8",
                    "europe-west9"),
            Set.of("us-central1", "us-east1", "us-east4", "us-east5", "us-south1", "us-west1", "us-west4", "us-west5"));
    private static final Table BEDROCK = new Table(
            "aws_region_name",
            Set.of(
                    "eu-west-1",
                    "eu-west-2",
                    "eu-west-3",
                    "eu-central-1",
                    "eu-central-2",
                    "eu-south-1",
                    "eu-south-2",
                    "eu-north-1"),
            Set.of("us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1"));
    private static final Table WATSONX = new Table("watsonx_region_name", Set.of("eu-de"), Set.of("us-south"));

    private ProviderRegions() {}

    /** One provider's places, under the key that names one of them. */
    private record Table(String key, Set<String> eu, Set<String> us) {}

    /** The region of the first place that the parameters name. */
    public static Optional<Region> of(Section parameters) {
        var named = new ArrayList<Optional<Region>>();
        for (Table table : List.of(VERTEX, BEDROCK, WATSONX)) {
            String place = parameters.filledText(table.key);
            if (place != null) {
                named.add(in(table, place.strip().toLowerCase(Locale.ROOT)));
            }
        }
        return named.isEmpty() ? Optional.empty() : named.getFirst();
    }

    private static Optional<Region> in(Table table, String place) {
        if (table.eu.contains(place)) {
            return Optional.of(EU);
        }
        return table.us.contains(place) ? Optional.of(US) : Optional.empty();
    }
}
