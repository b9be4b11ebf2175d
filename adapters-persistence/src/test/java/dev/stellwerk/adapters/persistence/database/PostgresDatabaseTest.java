package dev.stellwerk.adapters.persistence.database;

import static dev.stellwerk.application.port.out.Records.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.application.port.out.Racing;
import dev.stellwerk.application.port.out.Readiness.Result;
import dev.stellwerk.application.port.out.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest {
    private final String url = RealPostgres.freshDatabase();
    private final Wire wire = new Wire(RealPostgres.port());
    private final List<Database> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        wire.mend();
        opened.forEach(Database::close);
        wire.close();
    }

    private Database open(String address) {
        Database database = TestDatabase.postgres(address);
        opened.add(database);
        return database;
    }

    private Database openThroughTheWire() {
        return open(url.replace(":" + RealPostgres.port() + "/", ":" + wire.port() + "/"));
    }

    @Test
    void a_wrong_password_is_told_apart() {
        assertThatThrownBy(() -> open(url.replace("postgres:postgres@", "nobody:secret@")))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("PostgreSQL at localhost:" + RealPostgres.port())
                .hasMessageContaining("refused the user name or password")
                .message()
                .doesNotContain("secret", "\n");
    }

    @Test
    void a_missing_database_is_told_apart() {
        assertThatThrownBy(() -> open(url + "x"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("has no such database");
    }

    @Tag("S93")
    @Test
    void a_server_that_comes_later_is_waited_for() {
        wire.cut();
        Database database = openThroughTheWire();
        AccessStore store = Stores.access(database);

        assertThat(database.check())
                .isInstanceOfSatisfying(
                        Result.NotReady.class,
                        absent -> assertThat(absent.cause())
                                .contains("PostgreSQL at localhost:" + wire.port(), "does not answer"));
        assertThatThrownBy(() -> store.keys().find("h")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.keys().add(key("h"))).isInstanceOf(StoreUnavailable.class);

        wire.mend();
        database.reopen();

        assertThat(store.keys().add(key("h"))).isTrue();
        Await.until("readiness", Duration.ofSeconds(5), () -> database.check() instanceof Result.Ready);
    }

    @Tag("S85")
    @Test
    void while_it_is_away_the_verified_pass_and_all_others_wait() {
        Database database = openThroughTheWire();
        AccessStore store = Stores.access(database);
        store.keys().add(key("known"));
        store.keys().find("known");

        wire.cut();

        assertThat(store.keys().find("known")).isPresent();
        assertThatThrownBy(() -> store.keys().find("unknown")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.keys().change("known", null, key -> key)).isInstanceOf(StoreUnavailable.class);

        wire.mend();
        Await.until("the database is asked again", Duration.ofSeconds(5), () -> findsNobody(store, "unknown"));
        assertThat(store.keys().change("known", null, key -> key)).isPresent();
    }

    private static boolean findsNobody(AccessStore store, String hash) {
        try {
            return store.keys().find(hash).isEmpty();
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Tag("S86")
    @Test
    void a_frozen_server_costs_a_model_call_little_time() {
        Database database = openThroughTheWire();
        AccessStore store = Stores.access(database);
        store.keys().find("warm");

        wire.freeze();
        long begun = System.nanoTime();
        assertThatThrownBy(() -> store.keys().find("first")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.keys().find("second")).isInstanceOf(StoreUnavailable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }

    @Tag("S84")
    @Test
    void instances_that_start_at_once_make_one_schema() {
        var databases = Collections.synchronizedList(opened);
        int started = Racing.winners(4, i -> {
            Database database = TestDatabase.postgres(url); // each does all that a process does at its start
            databases.add(database);
            return Stores.access(database).keys().add(key("h" + i));
        });

        assertThat(started).isEqualTo(4);
        assertThat(Stores.access(opened.getFirst()).keys().find("h3")).isPresent();
    }

    @Test
    void tables_of_other_programs_are_left_alone() {
        Database database = open(url);
        database.transaction(dsl -> dsl.createTable("LiteLLM_TeamTable")
                .column("id", SQLDataType.INTEGER)
                .execute());
        database.transaction(
                dsl -> dsl.createTable("team").column("id", SQLDataType.INTEGER).execute());
        Migrations.drop(database);

        AccessStore store = Stores.access(open(url));

        assertThat(store.keys().add(key("h"))).isTrue();
        assertThat(opened.getLast().<Integer>transaction(dsl -> dsl.fetchCount(DSL.table(DSL.name("team")))))
                .isZero();
    }

    @Tag("S84")
    @Test
    void a_newer_schema_is_refused() {
        Migrations.claim(open(url), "999");

        assertThatThrownBy(() -> open(url))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("schema version 999");
    }

    @Tag("S84")
    @Test
    void a_migration_that_was_not_recorded_can_be_repeated() {
        Database first = open(url);
        Stores.access(first).keys().add(key("h"));
        Migrations.forget(first);

        assertThat(Stores.access(open(url)).keys().find("h")).isPresent();
        Migrations.forgetEverything(first);

        assertThat(Stores.access(open(url)).keys().find("h")).isPresent();
    }
}
