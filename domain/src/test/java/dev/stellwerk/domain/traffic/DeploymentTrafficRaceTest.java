package dev.stellwerk.domain.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Race;
import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.id.DeploymentId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of a deployment's traffic however many threads write it at once. */
class DeploymentTrafficRaceTest {
    private static final int CASES = 20;
    private static final int STEPS = 300;
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final TrafficBoard board = new TrafficBoard();
    private final AtomicInteger made = new AtomicInteger();

    private DeploymentTraffic fresh() {
        return board.of(new DeploymentId("d" + made.incrementAndGet()));
    }

    @Test
    void calls_in_flight_are_never_fewer_than_none_nor_more_than_entered_and_all_of_them_leave() {
        Seeds.forEach(CASES, seeds -> {
            DeploymentTraffic traffic = fresh();
            var open = new ConcurrentLinkedQueue<DeploymentTraffic.Lease>();
            var entered = new AtomicInteger();
            Race.run(
                    seeds,
                    STEPS,
                    random -> {
                        if (random.nextBoolean()) {
                            entered.incrementAndGet();
                            open.add(traffic.enter());
                        }
                        DeploymentTraffic.Lease any = random.nextBoolean() ? open.poll() : open.peek();
                        if (any != null) {
                            any.close(); // one that stays in the queue is closed again by somebody
                        }
                    },
                    () -> assertThat(traffic.inFlightHere()).isBetween(0, entered.get()));
            open.forEach(DeploymentTraffic.Lease::close);
            assertThat(traffic.inFlightHere()).isZero();
        });
    }

    @Test
    void of_many_cooldowns_the_one_that_ends_last_holds_and_nothing_ends_it_early() {
        Seeds.forEach(CASES, seeds -> {
            List<DeploymentTraffic> all =
                    Stream.generate(this::fresh).limit(STEPS).toList();
            var longest = new AtomicLongArray(STEPS);
            var turn = new AtomicInteger();
            Race.run(
                    seeds,
                    STEPS,
                    random -> {
                        int at = turn.getAndIncrement() % STEPS / 6 * 6 + random.nextInt(6); // all meet at a few
                        long until = 1 + random.nextLong(1_000_000);
                        all.get(at % STEPS)
                                .coolDown(new Cooldown(until, 429, "RateLimitError", Duration.ofNanos(until)));
                        longest.accumulateAndGet(at % STEPS, until, Math::max);
                    },
                    () -> {
                        int at = turn.get() % STEPS;
                        long before = longest.get(at);
                        assertThat(before == 0 || all.get(at).cooling(before - 1))
                                .isTrue();
                    });
            for (int i = 0; i < STEPS; i++) {
                long until = longest.get(i);
                assertThat(until == 0 || all.get(i).nanosSinceCooldown(until) == 0)
                        .isTrue();
            }
        });
    }

    @Test
    void failures_against_an_allowance_are_numbered_without_gap_or_repetition() {
        Seeds.forEach(CASES, seeds -> {
            DeploymentTraffic traffic = fresh();
            Set<Integer> numbers = ConcurrentHashMap.newKeySet();
            var counted = new AtomicInteger();
            Race.run(
                    seeds,
                    STEPS,
                    _ -> {
                        numbers.add(traffic.countAgainstAllowance(null, MEMORY, 1));
                        counted.incrementAndGet();
                    },
                    () -> {});
            assertThat(numbers).hasSize(counted.get()).contains(1, counted.get());
        });
    }

    @Test
    void every_outcome_is_counted_once() {
        Seeds.forEach(CASES, seeds -> {
            DeploymentTraffic traffic = fresh();
            var failed = new AtomicInteger();
            var all = new AtomicInteger();
            Race.run(
                    seeds,
                    STEPS,
                    random -> {
                        if (random.nextInt(3) == 0) {
                            traffic.countFailure(1);
                            failed.incrementAndGet();
                        } else {
                            traffic.countSuccess(1);
                        }
                        all.incrementAndGet();
                    },
                    () -> {});
            assertThat(traffic.outcomes(1).failures()).isEqualTo(failed.get());
            assertThat(traffic.outcomes(1).total()).isEqualTo(all.get());
        });
    }
}
