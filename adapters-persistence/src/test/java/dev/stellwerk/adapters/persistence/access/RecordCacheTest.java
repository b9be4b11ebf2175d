package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.application.port.out.Records.MADE;
import static dev.stellwerk.application.port.out.Records.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.adapters.persistence.database.TestThreads;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.time.VirtualTime;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCacheTest {
    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger questions = new AtomicInteger();
    private Optional<ApiKey> stored = Optional.of(key("h"));
    private Runnable whileAsking = () -> {};
    private Database database;
    private RecordCache<ApiKey> cache;

    @BeforeEach
    void open() {
        database = Database.embedded(folder, time, TestThreads.FACTORY);
        cache = new RecordCache<>(database, time, Duration.ofSeconds(60), 100, this::ask, ApiKey::withSpend);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Optional<ApiKey> ask(DSLContext dsl, String hash) {
        questions.incrementAndGet();
        Optional<ApiKey> answer = stored;
        whileAsking.run();
        return answer;
    }

    @Test
    void what_is_known_is_not_asked_again_for_its_life() {
        cache.find("h");
        time.passSeconds(59);
        assertThat(cache.find("h")).isPresent();
        assertThat(questions).hasValue(1);

        time.passSeconds(2);
        stored = Optional.empty();
        assertThat(cache.find("h")).isEmpty();
        assertThat(questions).hasValue(2);
    }

    @Tag("S8")
    @Test
    void that_somebody_is_unknown_is_known_as_well() {
        stored = Optional.empty();
        for (int i = 0; i < 10; i++) {
            assertThat(cache.find("h")).isEmpty();
        }
        assertThat(questions).hasValue(1);
    }

    @Tag("S85")
    @Test
    void without_a_database_the_verified_are_believed_for_ten_minutes() {
        cache.find("h");
        database.close();

        time.pass(Duration.ofMinutes(9));
        assertThat(cache.find("h")).isPresent();
        time.pass(Duration.ofSeconds(59));
        assertThat(cache.find("h")).isPresent();

        time.passSeconds(2);
        assertThatThrownBy(() -> cache.find("h")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> cache.find("stranger")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void many_who_ask_for_the_same_ask_once() throws Exception {
        var askers = 20;
        var waiting = new CountDownLatch(askers);
        whileAsking = () -> await(waiting);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<ApiKey>>> finds = IntStream.range(0, askers)
                    .mapToObj(_ -> threads.submit(() -> {
                        waiting.countDown();
                        return cache.find("h");
                    }))
                    .toList();
            for (Future<Optional<ApiKey>> find : finds) {
                assertThat(find.get()).isPresent();
            }
        }
        assertThat(questions).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Tag("S7")
    @Test
    void an_answer_that_was_overtaken_by_a_change_is_not_kept() {
        whileAsking = () -> {
            stored = Optional.empty(); // the key is removed while the question is under way
            cache.forget("h");
        };
        cache.find("h");
        whileAsking = () -> {};

        assertThat(cache.find("h")).isEmpty();
    }

    @Test
    void whoever_is_interrupted_gives_up_alone() throws Exception {
        var asking = new CountDownLatch(1);
        var answering = new CountDownLatch(1);
        whileAsking = () -> {
            asking.countDown();
            await(answering);
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<ApiKey>> patient = threads.submit(() -> cache.find("h"));
            asking.await();
            var impatient = Thread.startVirtualThread(
                    () -> assertThatThrownBy(() -> cache.find("h")).isInstanceOf(StoreUnavailable.class));
            impatient.interrupt();
            impatient.join();
            answering.countDown();

            assertThat(patient.get()).isPresent();
        }
    }

    @Test
    void a_defect_while_reading_is_not_hidden_by_old_knowledge() {
        cache.find("h");
        time.passSeconds(61);
        whileAsking = () -> {
            throw new IllegalStateException("a row that cannot be read");
        };

        assertThatThrownBy(() -> cache.find("h")).isInstanceOf(IllegalStateException.class);
        whileAsking = () -> {};
        assertThat(cache.find("h")).isPresent();
    }

    @Test
    void the_spend_of_the_known_is_brought_up_to_date() {
        cache.find("h");
        Followed followed = cache.follow(List.of("h", "stranger"));
        assertThat(followed.ids()).containsExactly("h");

        followed.listener().accept(Map.of("h", new BigDecimal("2.5")));

        assertThat(cache.find("h")).map(key -> key.budget().spend()).contains(new BigDecimal("2.5"));
        assertThat(questions).hasValue(1);
    }

    @Test
    void news_of_a_spend_does_not_bring_back_what_was_forgotten() {
        cache.find("h");
        Followed followed = cache.follow(List.of("h"));
        stored = Optional.of(key("h", "renamed", null, MADE));
        cache.forget("h");
        cache.find("h");

        followed.listener().accept(Map.of("h", new BigDecimal("2.5")));

        assertThat(cache.find("h")).map(ApiKey::alias).contains("renamed");
    }

    @Tag("S28")
    @Test
    void strangers_do_not_fill_the_memory() {
        for (int i = 0; i < 1_000; i++) {
            cache.find("h" + i);
        }

        assertThat(cache.size()).isLessThanOrEqualTo(100);
    }
}
