package dev.stellwerk.adapters.persistence;

import static dev.stellwerk.application.port.out.Records.customer;
import static dev.stellwerk.application.port.out.Records.key;
import static dev.stellwerk.application.port.out.Records.team;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.persistence.PersistenceModule.Refused;
import dev.stellwerk.adapters.persistence.PersistenceModule.Settings;
import dev.stellwerk.adapters.persistence.database.Await;
import dev.stellwerk.adapters.persistence.database.RealPostgres;
import dev.stellwerk.adapters.persistence.database.RunningTime;
import dev.stellwerk.application.port.out.Invalidations;
import dev.stellwerk.application.port.out.Readiness.Result;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import dev.stellwerk.domain.deployment.Secret;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistenceModuleTest {
    @TempDir
    Path data;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ThreadFactory factory = task -> {
        Thread thread = Thread.ofPlatform().daemon().unstarted(task);
        threads.add(thread);
        return thread;
    };
    private Secret url;

    private PersistenceModule open() {
        var settings = new Settings(data, url, 5, Duration.ofMinutes(1));
        return PersistenceModule.open(
                settings, new RunningTime(), Invalidations.ALONE, UsageLedger.Progress.UNHEARD, factory);
    }

    private void use(boolean postgres) {
        url = postgres ? new Secret(RealPostgres.freshDatabase()) : null;
    }

    private static BigDecimal spend(PersistenceModule module) {
        return module.keys().find("k").orElseThrow().budget().spend();
    }

    private static Spent oneDollar() {
        return new Spent("k", "t", "u", BigDecimal.ONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_budget_bites_within_two_seconds(boolean postgres) {
        use(postgres);
        try (var module = open()) {
            module.keys().add(key("k"));
            assertThat(spend(module)).isZero();

            module.ledger().charge(oneDollar());

            Await.until(
                    "the spend is known",
                    Duration.ofSeconds(2),
                    () -> spend(module).signum() > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void records_can_be_looked_up_without_a_gateway(boolean postgres) {
        use(postgres);
        try (var module = open()) {
            module.keys().add(key("k"));
        }
        var settings = new Settings(data, url, 2, Duration.ofMinutes(1));
        try (var records = PersistenceModule.records(settings, new RunningTime(), factory)) {
            assertThat(records.keys().find("k")).isPresent();
            assertThatThrownBy(() -> records.keys().add(key("another"))).isInstanceOf(RuntimeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void looking_up_makes_no_database(boolean postgres) {
        use(postgres);
        Path nowhere = data.resolve("nowhere");
        var settings = new Settings(nowhere, url, 2, Duration.ofMinutes(1));
        for (int i = 0; i < 2; i++) { // the second time would find what the first had made
            assertThatThrownBy(() -> PersistenceModule.records(settings, new RunningTime(), factory))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(postgres ? "schema version 0" : "no database in");
        }
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void no_records_hold_nobody() {
        try (var records = PersistenceModule.noRecords(new RunningTime(), factory)) {
            assertThat(records.keys().find("k")).isEmpty();
            assertThat(records.customers().find("u")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everything_is_there_after_a_restart(boolean postgres) {
        use(postgres);
        try (var module = open()) {
            module.keys().add(key("k"));
            module.teams().add(team("t"));
            module.customers().add(customer("u"));
            module.ledger().charge(oneDollar());
        }
        try (var module = open()) {
            assertThat(spend(module)).isEqualByComparingTo("1");
            assertThat(module.teams().find("t").orElseThrow().budget().spend()).isEqualByComparingTo("1");
            assertThat(module.customers().find("u").orElseThrow().budget().spend())
                    .isEqualByComparingTo("1");
            assertThat(module.readiness().check()).isInstanceOf(Result.Ready.class);
        }
    }

    @Tag("S7")
    @Test
    void two_instances_hear_of_each_other_through_the_database() {
        use(true);
        try (var here = open();
                var there = open()) {
            here.keys().add(key("k"));
            Await.until(
                    "the key is known",
                    Duration.ofSeconds(3),
                    () -> there.keys().find("k").isPresent());

            here.keys().remove(Set.of("k"), null);

            Await.until(
                    "the key is dead",
                    Duration.ofSeconds(3),
                    () -> there.keys().find("k").isEmpty());
        }
    }

    @Tag("S107")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closing_ends_every_thread(boolean postgres) throws InterruptedException {
        use(postgres);
        try (var module = open()) {
            assertThat(module.keys().find("k")).isEmpty();
        }
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(5));
        }

        assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
    }

    @Test
    void what_cannot_be_opened_is_refused_in_one_line() {
        url = new Secret("mysql://me:secret@h/d");

        assertThatThrownBy(this::open)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("postgresql://user:password@host:port/database")
                .message()
                .doesNotContain("secret", "\n");
    }
}
