package dev.stellwerk.adapters.persistence.schema;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** The columns that keys, teams and customers have in common: limits, budget, state, dates. */
public final class AccountColumns {
    private static final DataType<BigDecimal> DOLLARS = SQLDataType.NUMERIC(38, 18);

    public static final Field<String> ALIAS = text("alias");
    public static final Field<String> REGIONS = text("regions");
    public static final Field<Long> REQUESTS_PER_MINUTE = field(name("requests_per_minute"), SQLDataType.BIGINT);
    public static final Field<Long> TOKENS_PER_MINUTE = field(name("tokens_per_minute"), SQLDataType.BIGINT);
    public static final Field<Integer> PARALLEL_REQUESTS_MAX =
            field(name("parallel_requests_max"), SQLDataType.INTEGER);
    public static final Field<String> REQUESTS_PER_MINUTE_BY_MODEL = text("requests_per_minute_by_model");
    public static final Field<String> TOKENS_PER_MINUTE_BY_MODEL = text("tokens_per_minute_by_model");
    public static final Field<BigDecimal> BUDGET_MAX = field(name("budget_max"), DOLLARS);
    public static final Field<BigDecimal> BUDGET_SOFT = field(name("budget_soft"), DOLLARS);
    public static final Field<String> BUDGET_DURATION = text("budget_duration");
    public static final Field<OffsetDateTime> BUDGET_RESET_AT = instant("budget_reset_at");
    public static final Field<BigDecimal> SPEND = field(name("spend"), DOLLARS);
    public static final Field<Boolean> BLOCKED = field(name("blocked"), SQLDataType.BOOLEAN);
    public static final Field<String> EXTRA = text("extra");
    public static final Field<OffsetDateTime> CREATED_AT = instant("created_at");
    public static final Field<OffsetDateTime> UPDATED_AT = instant("updated_at");
    public static final Field<Long> VERSION = field(name("version"), SQLDataType.BIGINT);

    private static final List<Field<?>> ALL = List.of(
            ALIAS,
            REGIONS,
            REQUESTS_PER_MINUTE,
            TOKENS_PER_MINUTE,
            PARALLEL_REQUESTS_MAX,
            REQUESTS_PER_MINUTE_BY_MODEL,
            TOKENS_PER_MINUTE_BY_MODEL,
            BUDGET_MAX,
            BUDGET_SOFT,
            BUDGET_DURATION,
            BUDGET_RESET_AT,
            SPEND,
            BLOCKED,
            EXTRA,
            CREATED_AT,
            UPDATED_AT,
            VERSION);

    private AccountColumns() {}

    static List<Field<?>> and(Field<?>... own) {
        var columns = new ArrayList<Field<?>>(List.of(own));
        columns.addAll(ALL);
        return List.copyOf(columns);
    }

    static Field<String> text(String name) {
        return field(name(name), SQLDataType.VARCHAR);
    }

    static Field<OffsetDateTime> instant(String name) {
        return field(name(name), SQLDataType.TIMESTAMPWITHTIMEZONE);
    }
}
