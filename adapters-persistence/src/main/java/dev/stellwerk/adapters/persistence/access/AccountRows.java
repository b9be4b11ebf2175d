package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;

import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What the rows of keys, teams and customers have in common. */
final class AccountRows {
    private AccountRows() {}

    static void put(Map<Field<?>, @Nullable Object> row, Limits limits) {
        row.put(REQUESTS_PER_MINUTE, limits.requestsPerMinute());
        row.put(TOKENS_PER_MINUTE, limits.tokensPerMinute());
        row.put(PARALLEL_REQUESTS_MAX, limits.parallelRequestsMax());
        row.put(REQUESTS_PER_MINUTE_BY_MODEL, JsonColumns.write(limits.requestsPerMinuteByModel()));
        row.put(TOKENS_PER_MINUTE_BY_MODEL, JsonColumns.write(limits.tokensPerMinuteByModel()));
    }

    static Limits limits(Record row) {
        return new Limits(
                row.get(REQUESTS_PER_MINUTE),
                row.get(TOKENS_PER_MINUTE),
                row.get(PARALLEL_REQUESTS_MAX),
                JsonColumns.counts(row.get(REQUESTS_PER_MINUTE_BY_MODEL)),
                JsonColumns.counts(row.get(TOKENS_PER_MINUTE_BY_MODEL)));
    }

    static void put(Map<Field<?>, @Nullable Object> row, Budget budget) {
        row.put(BUDGET_MAX, budget.max());
        row.put(BUDGET_SOFT, budget.soft());
        row.put(BUDGET_DURATION, budget.duration());
        row.put(BUDGET_RESET_AT, stored(budget.resetAt()));
        row.put(SPEND, budget.spend());
    }

    static Budget budget(Record row) {
        return new Budget(
                nullableDollars(row.get(BUDGET_MAX)),
                nullableDollars(row.get(BUDGET_SOFT)),
                row.get(BUDGET_DURATION),
                nullableInstant(row.get(BUDGET_RESET_AT)),
                dollars(row.get(SPEND)));
    }

    private static @Nullable BigDecimal nullableDollars(@Nullable BigDecimal value) {
        return value == null ? null : dollars(value);
    }

    /** Without the zeros that the column adds. */
    static BigDecimal dollars(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /** Microseconds are what both databases keep. */
    static @Nullable OffsetDateTime stored(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant nullableInstant(@Nullable OffsetDateTime stored) {
        return stored == null ? null : stored.toInstant();
    }

    static String stored(Set<Region> regions) {
        return JsonColumns.write(regions.stream().map(Region::name).sorted().toList());
    }

    static Set<Region> regions(Record row) {
        var regions = new LinkedHashSet<Region>();
        for (String name : JsonColumns.strings(row.get(REGIONS))) {
            regions.add(new Region(name));
        }
        return regions;
    }
}
