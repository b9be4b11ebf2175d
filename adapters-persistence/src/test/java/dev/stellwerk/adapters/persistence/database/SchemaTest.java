package dev.stellwerk.adapters.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.persistence.schema.ChangeTable;
import dev.stellwerk.adapters.persistence.schema.CustomerTable;
import dev.stellwerk.adapters.persistence.schema.KeyTable;
import dev.stellwerk.adapters.persistence.schema.SpendWriterTable;
import dev.stellwerk.adapters.persistence.schema.TeamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The names in the code are those in the databases. */
class SchemaTest {
    @RegisterExtension
    static final TestDatabase H2 = TestDatabase.h2();

    @RegisterExtension
    static final TestDatabase POSTGRES = TestDatabase.postgres();

    static final Map<Table<Record>, List<Field<?>>> TABLES = Map.of(
            KeyTable.KEYS, KeyTable.COLUMNS,
            TeamTable.TEAMS, TeamTable.COLUMNS,
            CustomerTable.CUSTOMERS, CustomerTable.COLUMNS,
            SpendWriterTable.SPEND_WRITERS,
                    List.of(SpendWriterTable.ID, SpendWriterTable.LAST_BATCH, SpendWriterTable.WRITTEN_AT),
            ChangeTable.CHANGES, List.of(ChangeTable.REVISION, ChangeTable.KIND, ChangeTable.RECORD_ID));

    static Stream<Table<Record>> tables() {
        return TABLES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void every_column_has_a_name_and_a_type_in_the_code(Table<Record> table) {
        var expected =
                TABLES.get(table).stream().map(SchemaTest::described).sorted().toList();

        assertThat(columns(H2.get(), table)).isEqualTo(expected);
        assertThat(columns(POSTGRES.get(), table)).isEqualTo(expected);
    }

    private static String described(Field<?> field) {
        return field.getName() + " " + family(field.getDataType().getTypeName());
    }

    private static List<String> columns(Database database, Table<Record> table) {
        Field<String> name = DSL.field(DSL.name("column_name"), SQLDataType.VARCHAR);
        Field<String> type = DSL.field(DSL.name("data_type"), SQLDataType.VARCHAR);
        Field<String> tableName = DSL.field(DSL.name("table_name"), SQLDataType.VARCHAR);
        return database.transaction(dsl -> dsl
                .select(name, type)
                .from(DSL.table(DSL.name("information_schema", "columns")))
                .where(DSL.lower(tableName).eq(table.getName()))
                .fetch(row -> row.value1().toLowerCase(Locale.ROOT) + " " + family(row.value2()))
                .stream()
                .sorted()
                .toList());
    }

    /** What the databases and jOOQ call one and the same. */
    private static String family(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "character varying", "varchar" -> "text";
            case "numeric", "decimal" -> "number";
            case "timestamp with time zone" -> "instant";
            case "int", "integer" -> "int";
            default -> type.toLowerCase(Locale.ROOT);
        };
    }

    @Test
    void the_newest_migration_is_known_by_its_number() throws IOException {
        var numbers = new ArrayList<Integer>();
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            files.forEach(file -> numbers.add(
                    Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__\\w+\\.sql", "$1"))));
        }

        assertThat(numbers).contains(SchemaMigrator.NEWEST).allMatch(number -> number <= SchemaMigrator.NEWEST);
    }
}
