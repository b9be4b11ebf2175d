package dev.stellwerk.domain.routing.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Race;
import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.time.VirtualTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final int WITHOUT_REQUESTS = 1_000;
    private static final int MORE_THAN_EVER = 100_000;

    private final VirtualTime time = new VirtualTime();
    private final RetryBudget budget = new RetryBudget(time);

    private static void count(RetryBudget budget, int requests) {
        for (int i = 0; i < requests; i++) {
            budget.countRequest();
        }
    }

    /** Retries that can be had now. */
    private static int left(RetryBudget budget) {
        for (int taken = 0; taken < MORE_THAN_EVER; taken++) {
            if (!budget.tryRetry()) {
                return taken;
            }
        }
        throw new AssertionError("retries without end");
    }

    @Test
    void a_fifth_of_the_requests_may_be_retried_and_a_hundred_a_second_besides() {
        assertThat(left(budget)).isEqualTo(WITHOUT_REQUESTS);
        count(budget, 504);
        assertThat(left(budget)).isEqualTo(100);
        assertThat(budget.tryRetry()).isFalse();
    }

    @Test
    void each_second_has_counts_of_its_own_and_leaves_after_ten() {
        for (int second = 0; second < 10; second++) {
            count(budget, 50);
            for (int i = 0; i < 10 * second; i++) {
                assertThat(budget.tryRetry()).isTrue();
            }
            time.passSeconds(1);
        }
        // the first second, with fifty requests and no retry, has just left
        assertThat(left(budget)).isEqualTo(WITHOUT_REQUESTS + 9 * 50 / 5 - 450);
        time.passSeconds(1);
        assertThat(left(budget)).as("the second with ten retries has left").isZero();
        time.passSeconds(1);
        assertThat(left(budget)).as("the second with twenty retries has left").isEqualTo(10);
        time.passSeconds(10);
        assertThat(left(budget)).as("all have left").isEqualTo(WITHOUT_REQUESTS);
    }

    @Test
    void nothing_is_lost_where_threads_meet_at_a_change_of_second() {
        Seeds.forEach(200, seeds -> {
            var clock = new VirtualTime();
            var raced = new RetryBudget(clock);
            count(raced, 5_000); // in the place that the new second takes
            clock.passSeconds(9);
            var counted = new AtomicInteger();
            Race.run(
                    seeds,
                    50,
                    _ -> {
                        if (counted.incrementAndGet() == 100) {
                            clock.passSeconds(1);
                        }
                        raced.countRequest();
                    },
                    () -> {});

            assertThat(left(raced)).isEqualTo(WITHOUT_REQUESTS + counted.get() / 5);
        });
    }
}
