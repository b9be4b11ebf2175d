package dev.stellwerk.application.management;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The fields that management requests may have; all others are ignored, and named in a response header. */
public final class ManagementFields {
    private static final Set<String> OF_KEYS_AND_TEAMS = union(
            CommonFields.LIMITS,
            CommonFields.BUDGET,
            Set.of(
                    CommonFields.TAGS,
                    CommonFields.METADATA,
                    CommonFields.ROUTER_SETTINGS,
                    CommonFields.REGION,
                    "team_id",
                    "models",
                    "blocked"));
    private static final Set<String> OF_KEYS = union(OF_KEYS_AND_TEAMS, KeyFields.OWN, KeyFields.KEPT);
    private static final Set<String> OF_TEAMS = union(OF_KEYS_AND_TEAMS, TeamFields.OWN, TeamFields.KEPT);

    public static final Set<String> KEY_GENERATE = union(OF_KEYS, Set.of("spend", "send_invite_email"));
    public static final Set<String> KEY_UPDATE = union(OF_KEYS, KeyFields.TEMPORARY_BUDGET);
    public static final Set<String> TEAM_NEW = union(OF_TEAMS, TeamFields.KEPT_WHEN_NEW);
    public static final Set<String> TEAM_UPDATE = OF_TEAMS;
    public static final Set<String> CUSTOMER_UPDATE = union(
            CommonFields.LIMITS,
            CommonFields.BUDGET,
            Set.of(CommonFields.REGION),
            CustomerFields.OWN,
            CustomerFields.KEPT);
    public static final Set<String> CUSTOMER_NEW = union(CUSTOMER_UPDATE, Set.of("spend"));

    private ManagementFields() {}

    /** Those of the given names that are not known, in alphabetical order. */
    public static List<String> ignored(Set<String> known, Collection<String> given) {
        return given.stream().filter(name -> !known.contains(name)).sorted().toList();
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        var all = new TreeSet<String>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return Set.copyOf(all);
    }
}
