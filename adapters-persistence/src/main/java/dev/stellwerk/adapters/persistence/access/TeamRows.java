package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.TeamTable.*;

import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Between a team and its row. */
final class TeamRows implements StoredRows<Team> {
    static final StoredRows<Team> ROWS = new TeamRows();

    private TeamRows() {}

    @Override
    public Table<Record> table() {
        return TEAMS;
    }

    @Override
    public Field<String> id() {
        return ID;
    }

    @Override
    public List<Field<?>> columns() {
        return COLUMNS;
    }

    @Override
    public Kind kind() {
        return Kind.TEAM;
    }

    @Override
    public String id(Team team) {
        return team.id();
    }

    @Override
    public Version version(Team team) {
        return team.version();
    }

    @Override
    public Team withVersion(Team team, Version version) {
        return team.withVersion(version);
    }

    @Override
    public Map<Field<?>, @Nullable Object> row(Team team) {
        var row = new LinkedHashMap<Field<?>, @Nullable Object>();
        row.put(ID, team.id());
        row.put(ALIAS, team.alias());
        row.put(MODELS, JsonColumns.write(team.models()));
        row.put(MODEL_ALIASES, JsonColumns.writeNullable(team.modelAliases()));
        row.put(REGIONS, AccountRows.stored(team.regions()));
        row.put(METADATA, JsonColumns.write(team.metadata()));
        row.put(ROUTER_SETTINGS, JsonColumns.writeNullable(team.routerSettings()));
        AccountRows.put(row, team.limits());
        AccountRows.put(row, team.budget());
        row.put(BLOCKED, team.blocked());
        row.put(EXTRA, JsonColumns.write(team.extra()));
        row.put(CREATED_AT, AccountRows.stored(team.createdAt()));
        row.put(UPDATED_AT, AccountRows.stored(team.updatedAt()));
        row.put(VERSION, team.version().number());
        return row;
    }

    @Override
    public Team record(Record row) {
        return new Team(
                row.get(ID),
                row.get(ALIAS),
                JsonColumns.strings(row.get(MODELS)),
                JsonColumns.nullableNames(row.get(MODEL_ALIASES)),
                AccountRows.regions(row),
                JsonColumns.metadata(row.get(METADATA)),
                JsonColumns.nullableMetadata(row.get(ROUTER_SETTINGS)),
                AccountRows.limits(row),
                AccountRows.budget(row),
                row.get(BLOCKED),
                JsonColumns.metadata(row.get(EXTRA)),
                row.get(CREATED_AT).toInstant(),
                row.get(UPDATED_AT).toInstant(),
                new Version(row.get(VERSION)));
    }
}
