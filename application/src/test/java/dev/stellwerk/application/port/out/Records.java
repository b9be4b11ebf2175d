package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.BudgetRaise;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records for the contracts of the directories: as bare as can be, or with every field filled. */
public final class Records {
    public static final Instant MADE = Instant.parse("2026-03-01T10:00:00.123456Z");
    public static final Instant CHANGED = Instant.parse("2026-03-02T11:30:00Z");

    public static final Version FIRST = new Version(7);

    /** Texts that a careless statement, file or pattern would trip over. */
    public static final List<String> AWKWARD =
            List.of("'; drop table stellwerk_key; --", "%", "a_b", "\\", "\"", "", " x ", "ümläut 🚂", "A", "a");

    private Records() {}

    public static ApiKey key(String hash) {
        return key(hash, null, null, MADE);
    }

    public static ApiKey keyOfTeam(String hash, String teamId) {
        return key(hash, null, teamId, MADE);
    }

    public static ApiKey keyWithAlias(String hash, String alias) {
        return key(hash, alias, null, MADE);
    }

    public static ApiKey key(String hash, String alias, String teamId, Instant made) {
        return new ApiKey(
                hash,
                "sk-...0000",
                alias,
                teamId,
                null,
                List.of(),
                Map.of(),
                List.of(),
                Set.of(),
                Metadata.NONE,
                null,
                Limits.NONE,
                Budget.NONE,
                null,
                false,
                null,
                Metadata.NONE,
                null,
                made,
                made,
                FIRST);
    }

    public static ApiKey fullKey(String hash, String alias, String spend) {
        return new ApiKey(
                hash,
                "sk-...a1B2",
                alias,
                "team",
                "user",
                List.of("gpt-4", "acme/*"),
                Map.of("fast", "gpt-3.5-turbo"),
                List.of("/chat/completions", "llm_api_routes"),
                Set.of(new Region("eu"), new Region("us-east-1")),
                jsonShaped(),
                Metadata.of(Map.of("num_retries", 3)),
                limits(),
                budget(spend),
                new BudgetRaise(new BigDecimal("12.5"), MADE.plusSeconds(3_600)),
                true,
                MADE.plusSeconds(86_400),
                Metadata.of(Map.of("permissions", Map.of("get_spend_routes", true))),
                "admin",
                MADE,
                CHANGED,
                FIRST);
    }

    public static Team team(String id) {
        return team(id, null);
    }

    public static Team team(String id, String alias) {
        return new Team(
                id,
                alias,
                List.of(),
                null,
                Set.of(),
                Metadata.NONE,
                null,
                Limits.NONE,
                Budget.NONE,
                false,
                Metadata.NONE,
                MADE,
                MADE,
                FIRST);
    }

    public static Team fullTeam(String id, String alias, String spend) {
        return new Team(
                id,
                alias,
                List.of("gpt-4"),
                Map.of("fast", "gpt-3.5-turbo"),
                Set.of(new Region("eu")),
                jsonShaped(),
                Metadata.of(Map.of("timeout", new BigDecimal("1.50"))),
                limits(),
                budget(spend),
                true,
                Metadata.of(Map.of("members_with_roles", List.of(Map.of("role", "admin")))),
                MADE,
                CHANGED,
                FIRST);
    }

    public static Customer customer(String id) {
        return new Customer(
                id, null, Set.of(), null, Limits.NONE, Budget.NONE, false, Metadata.NONE, MADE, MADE, FIRST);
    }

    public static Customer fullCustomer(String id, String alias, String spend) {
        return new Customer(
                id,
                alias,
                Set.of(new Region("eu"), new Region("de")),
                "gpt-3.5-turbo",
                limits(),
                budget(spend),
                true,
                jsonShaped(),
                MADE,
                CHANGED,
                FIRST);
    }

    private static Metadata jsonShaped() {
        var map = new LinkedHashMap<String, Object>();
        map.put("tags", List.of("teamA", "free"));
        map.put("nothing", null);
        map.put("text", "line\nline \u0000 \" ü 🚂");
        map.put("numbers", Arrays.asList(1, 5_000_000_000L, new BigDecimal("0.10"), null));
        map.put("deep", Map.of("deeper", Map.of("allow_client_tags", true)));
        return Metadata.of(map);
    }

    private static Limits limits() {
        return new Limits(60L, 5_000_000_000L, 7, Map.of("gpt-4", 5L), Map.of("gpt-4", 1_000L));
    }

    private static Budget budget(String spend) {
        return new Budget(
                new BigDecimal("200.000001"),
                new BigDecimal("150"),
                "30d",
                MADE.plusSeconds(3_600),
                new BigDecimal(spend));
    }
}
