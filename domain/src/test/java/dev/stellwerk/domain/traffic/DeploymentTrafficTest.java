package dev.stellwerk.domain.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DeploymentTrafficTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 5000;

    private final VirtualTime time = new VirtualTime();
    private final TrafficBoard board = new TrafficBoard();
    private final DeploymentTraffic traffic = board.of(new DeploymentId("A"));

    private void coolDown(Duration length) {
        traffic.coolDown(new Cooldown(time.nanos() + length.toNanos(), 429, "RateLimitError", length));
    }

    private static void awaitThe(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void onManyThreads(Runnable work) throws InterruptedException, ExecutionException {
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        work.run();
                    }
                    return null;
                });
            }
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    // ---- in flight

    @Test
    void every_call_that_enters_and_leaves_is_counted_exactly() throws Exception {
        onManyThreads(() -> {
            DeploymentTraffic.Lease lease = traffic.enter();
            lease.close();
            lease.close();
        });

        assertThat(traffic.inFlight()).isZero();
    }

    @Test
    void calls_elsewhere_count_and_never_below_zero() {
        traffic.enter();
        traffic.observeInFlightElsewhere(3);
        assertThat(traffic.inFlight()).isEqualTo(4);
        assertThat(traffic.inFlightHere()).isEqualTo(1);

        traffic.observeInFlightElsewhere(-7);
        assertThat(traffic.inFlight()).isEqualTo(1);
    }

    // ---- usage

    @Test
    void usage_is_that_of_the_minute_alone() throws Exception {
        onManyThreads(() -> {
            traffic.countRequest(7);
            traffic.countTokens(7, 10);
        });
        traffic.uncountRequest(7);

        assertThat(traffic.requests(7)).isEqualTo(THREADS * ROUNDS - 1);
        assertThat(traffic.tokens(7)).isEqualTo(10L * THREADS * ROUNDS);
        assertThat(traffic.requests(8)).isZero();

        traffic.countRequest(8);
        assertThat(traffic.requests(8)).isEqualTo(1);
        assertThat(traffic.requests(7)).as("a minute that is over").isZero();
    }

    @Test
    void usage_elsewhere_is_added_for_its_minute() {
        traffic.countTokens(7, 5);
        traffic.observeUsageElsewhere(7, 2, 30);

        assertThat(traffic.requests(7)).isEqualTo(2);
        assertThat(traffic.tokens(7)).isEqualTo(35);
        assertThat(traffic.tokensHere(7)).isEqualTo(5);
        assertThat(traffic.tokens(8)).isZero();
    }

    // ---- cooldown

    @Test
    void of_two_cooldowns_the_one_that_ends_later_holds() {
        coolDown(Duration.ofSeconds(10));
        coolDown(Duration.ofSeconds(2));
        time.passSeconds(9);
        assertThat(traffic.cooling(time.nanos())).isTrue();
        assertThat(traffic.cooldown(time.nanos()).remaining(time.nanos())).isEqualTo(Duration.ofSeconds(1));

        time.passSeconds(1);
        assertThat(traffic.cooling(time.nanos())).isFalse();
        assertThat(traffic.nanosSinceCooldown(time.nanos())).isZero();
    }

    @Test
    void it_is_back_but_not_proven_until_a_call_succeeds() {
        assertThat(traffic.provenSinceCooldown()).isTrue();
        assertThat(traffic.nanosSinceCooldown(time.nanos())).isEqualTo(Long.MAX_VALUE);

        coolDown(Duration.ofSeconds(2));
        traffic.countSuccess(time.nanos());
        time.passSeconds(3);
        assertThat(traffic.provenSinceCooldown()).isFalse();
        assertThat(traffic.nanosSinceCooldown(time.nanos()))
                .isEqualTo(Duration.ofSeconds(1).toNanos());

        traffic.countSuccess(time.nanos());
        assertThat(traffic.provenSinceCooldown()).isTrue();
    }

    @Test
    void of_cooldowns_from_many_threads_the_last_to_end_tells_since_when_it_is_back() {
        Seeds.forEach(2_000, random -> {
            var raced = new DeploymentTraffic(new DeploymentId("raced"));
            List<Cooldown> cooldowns = random.longs(THREADS, 1, 1_000)
                    .mapToObj(until -> new Cooldown(until, 429, "RateLimitError", Duration.ofNanos(until)))
                    .toList();
            var together = new CountDownLatch(1);
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Cooldown cooldown : cooldowns) {
                    executor.execute(() -> {
                        awaitThe(together);
                        raced.coolDown(cooldown);
                    });
                }
                together.countDown();
            }
            long last = cooldowns.stream().mapToLong(Cooldown::untilNanos).max().orElseThrow();

            assertThat(raced.nanosSinceCooldown(1_000)).isEqualTo(1_000 - last);
            assertThat(raced.cooldown(0).remaining(0)).isEqualTo(Duration.ofNanos(last));
            assertThat(raced.provenSinceCooldown()).isFalse();
        });
    }

    @Test
    void a_shorter_cooldown_that_comes_later_brings_nobody_back_sooner() {
        coolDown(Duration.ofSeconds(10));
        coolDown(Duration.ofSeconds(2));
        time.passSeconds(5);

        assertThat(traffic.nanosSinceCooldown(time.nanos()))
                .isEqualTo(Duration.ofSeconds(-5).toNanos());
    }

    @Test
    void what_is_counted_for_a_minute_that_is_over_is_not_counted_for_the_next() {
        traffic.countRequest(7);
        traffic.countRequest(6);
        traffic.countTokens(6, 100);
        traffic.uncountRequest(6);

        assertThat(traffic.requests(7)).isEqualTo(1);
        assertThat(traffic.tokens(7)).isZero();
        assertThat(traffic.requests(6)).isZero();
    }

    @Test
    void a_cooldown_for_one_type_of_calls_leaves_the_others_alone() {
        long until = time.nanos() + Duration.ofSeconds(5).toNanos();
        traffic.coolDown(new Cooldown(until, 404, "not_found", Duration.ofSeconds(5), CallType.EMBEDDING));

        assertThat(traffic.cooldown(CallType.EMBEDDING, time.nanos())).isNotNull();
        assertThat(traffic.cooldown(CallType.CHAT, time.nanos())).isNull();
        assertThat(traffic.cooling(time.nanos())).isFalse();
        assertThat(traffic.provenSinceCooldown()).isTrue();
        assertThat(board.anyCooling(time.nanos())).isTrue();

        coolDown(Duration.ofSeconds(9));
        assertThat(traffic.cooldown(CallType.EMBEDDING, time.nanos()).length()).isEqualTo(Duration.ofSeconds(9));
        traffic.readmit();
        assertThat(traffic.cooldown(CallType.EMBEDDING, time.nanos())).isNull();
    }

    @Test
    void the_time_since_a_cooldown_is_that_of_the_one_that_holds() throws Exception {
        long now = time.nanos();
        onManyThreads(() -> {
            traffic.coolDown(new Cooldown(now + 9_000_000_000L, 429, "rate_limit", Duration.ofSeconds(9)));
            traffic.coolDown(new Cooldown(now + 2_000_000_000L, 429, "rate_limit", Duration.ofSeconds(2)));
        });

        assertThat(traffic.nanosSinceCooldown(now)).isEqualTo(-9_000_000_000L);
    }

    @Test
    void readmission_ends_a_cooldown_at_once() {
        coolDown(Duration.ofSeconds(10));
        traffic.readmit();

        assertThat(traffic.cooldown(time.nanos())).isNull();
        assertThat(traffic.provenSinceCooldown()).isTrue();
    }

    @Test
    void the_board_knows_when_nobody_can_be_cooling() {
        assertThat(board.anyCooling(time.nanos())).isFalse();
        coolDown(Duration.ofSeconds(2));
        assertThat(board.anyCooling(time.nanos())).isTrue();
        time.passSeconds(2);
        assertThat(board.anyCooling(time.nanos())).isFalse();
    }

    @Test
    void the_board_keeps_traffic_over_a_reload_and_forgets_what_is_gone() {
        DeploymentTraffic other = board.of(new DeploymentId("B"));
        board.retain(Set.of(new DeploymentId("A")));

        assertThat(board.of(new DeploymentId("A"))).isSameAs(traffic);
        assertThat(board.of(new DeploymentId("B"))).isNotSameAs(other);
        assertThat(board.all()).hasSize(2);
    }

    // ---- outcomes

    @Test
    void outcomes_are_counted_over_a_minute_from_the_first() {
        traffic.countSuccess(time.nanos());
        time.passSeconds(30);
        traffic.countFailure(time.nanos());
        assertThat(traffic.outcomes(time.nanos()).failureRate()).isEqualTo(0.5);
        assertThat(traffic.outcomes(time.nanos()).total()).isEqualTo(2);

        time.passSeconds(30);
        assertThat(traffic.outcomes(time.nanos()).total()).isZero();
        assertThat(traffic.countFailure(time.nanos()).failureRate()).isEqualTo(1);
    }

    @Test
    void failures_against_an_allowance_are_forgotten_when_the_first_is_too_old() {
        Duration memory = Duration.ofSeconds(5);
        assertThat(traffic.countAgainstAllowance(null, memory, time.nanos())).isEqualTo(1);
        assertThat(traffic.countAgainstAllowance(null, memory, time.nanos())).isEqualTo(2);
        assertThat(traffic.countAgainstAllowance(ErrorClass.TIMEOUT, memory, time.nanos()))
                .as("by kind")
                .isEqualTo(1);

        time.passSeconds(5);
        assertThat(traffic.countAgainstAllowance(null, memory, time.nanos())).isEqualTo(1);
    }

    // ---- averages

    @Test
    void the_first_sample_is_taken_as_it_is_and_later_ones_by_a_fifth() {
        var average = new DecayingAverage();
        assertThat(average.value(time.nanos(), Long.MAX_VALUE)).isEqualTo(-1);

        average.add(10, time.nanos());
        assertThat(average.value(time.nanos(), Long.MAX_VALUE)).isEqualTo(10);
        average.add(20, time.nanos());
        assertThat(average.value(time.nanos(), Long.MAX_VALUE)).isCloseTo(12, within(1e-9));
        assertThat(average.samples()).isEqualTo(2);
    }

    @Test
    void the_last_ten_samples_have_nine_tenths_of_the_say() {
        var average = new DecayingAverage();
        average.add(1, time.nanos());
        for (int i = 0; i < 10; i++) {
            average.add(0, time.nanos());
        }

        assertThat(average.value(time.nanos(), Long.MAX_VALUE)).isBetween(0.05, 0.15);
    }

    @Test
    void the_peak_goes_up_at_once_and_down_slowly() {
        var average = new DecayingAverage();
        average.add(1, time.nanos());
        average.add(10, time.nanos());
        assertThat(average.peak(time.nanos(), Long.MAX_VALUE)).isEqualTo(10);

        average.add(1, time.nanos());
        assertThat(average.peak(time.nanos(), Long.MAX_VALUE)).isCloseTo(8.2, within(1e-9));
    }

    @Test
    void what_is_too_old_is_not_known() {
        var average = new DecayingAverage();
        average.add(1, time.nanos());
        time.passSeconds(10);

        assertThat(average.value(time.nanos(), Duration.ofSeconds(10).toNanos()))
                .isEqualTo(1);
        assertThat(average.value(time.nanos(), Duration.ofSeconds(9).toNanos())).isEqualTo(-1);
        assertThat(average.peak(time.nanos(), Duration.ofSeconds(9).toNanos())).isEqualTo(-1);
    }

    @Test
    void what_is_no_measure_teaches_nothing() {
        var average = new DecayingAverage();
        average.add(Double.NaN, time.nanos());
        average.add(Double.POSITIVE_INFINITY, time.nanos());
        average.add(-1, time.nanos());

        assertThat(average.samples()).isZero();
    }
}
