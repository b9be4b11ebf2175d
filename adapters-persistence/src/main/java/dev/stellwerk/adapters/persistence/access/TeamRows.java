package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.TeamTable.*;

import dev.stellwerk.domain.access.Team;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Between a team and its row. */
final class TeamRows {
    private TeamRows() {}

    static Map<Field<?>, @Nullable Object> row(Team team) {
        var row = new LinkedHashMap<Field<?>, @Nullable Object>();
        row.put(ID, team.id());
        row.put(ALIAS, team.alias());
        row.put(MODELS, Json.write(team.models()));
        row.put(MODEL_ALIASES, Json.writeNullable(team.modelAliases()));
        row.put(REGIONS, AccountRows.stored(team.regions()));
        row.put(METADATA, Json.write(team.metadata()));
        row.put(ROUTER_SETTINGS, Json.writeNullable(team.routerSettings()));
        AccountRows.put(row, team.limits());
        AccountRows.put(row, team.budget());
        row.put(BLOCKED, team.blocked());
        row.put(EXTRA, Json.write(team.extra()));
        row.put(CREATED_AT, AccountRows.stored(team.createdAt()));
        row.put(UPDATED_AT, AccountRows.stored(team.updatedAt()));
        return row;
    }

    static Team team(Record row) {
        return new Team(
                row.get(ID),
                row.get(ALIAS),
                Json.strings(row.get(MODELS)),
                Json.nullableNames(row.get(MODEL_ALIASES)),
                AccountRows.regions(row),
                Json.map(row.get(METADATA)),
                Json.nullableMap(row.get(ROUTER_SETTINGS)),
                AccountRows.limits(row),
                AccountRows.budget(row),
                row.get(BLOCKED),
                Json.map(row.get(EXTRA)),
                row.get(CREATED_AT).toInstant(),
                row.get(UPDATED_AT).toInstant());
    }

    static Team withSpend(Team team, BigDecimal spend) {
        return new Team(
                team.id(),
                team.alias(),
                team.models(),
                team.modelAliases(),
                team.regions(),
                team.metadata(),
                team.routerSettings(),
                team.limits(),
                team.budget().withSpend(spend),
                team.blocked(),
                team.extra(),
                team.createdAt(),
                team.updatedAt());
    }
}
