package dev.stellwerk.application.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.application.port.out.LimitStoreContract;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InMemoryLimitStoreTest extends LimitStoreContract {
    private final SteppedTime time = new SteppedTime();
    private final InMemoryLimitStore store = new InMemoryLimitStore(time, 100);

    @Override
    protected LimitStore store() {
        return store;
    }

    @Override
    protected void nextMinute() {
        time.pass(Duration.ofMillis(time.millisLeftInMinute()));
    }

    @Test
    void a_refusal_waits_for_the_end_of_the_minute_but_never_less_than_a_second() {
        granted(requests("k", 1));
        time.pass(Duration.ofMillis(20_500));
        assertThat(refused(requests("k", 1)).retryAfter()).isEqualTo(Duration.ofMillis(39_500));

        time.pass(Duration.ofMillis(39_400));
        assertThat(refused(requests("k", 1)).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_reservation_is_settled_into_its_own_minute_only() {
        var reservation = granted(tokens("t", 100, 50));
        nextMinute();
        granted(tokens("t", 100, 60));
        store.settle(reservation, List.of(tokens("t", 100, -50)));

        assertThat(refused(tokens("t", 100, 41)).usage()).isEqualTo(60);
    }

    @Test
    void idle_counters_make_room_for_new_ones() {
        granted(parallel("held", 1, 1));
        for (int minute = 0; minute < 10; minute++) {
            for (int i = 0; i < 90; i++) {
                granted(requests("k" + minute + "-" + i, 1));
            }
            assertThat(refused(requests("k" + minute + "-0", 1)).usage()).isEqualTo(1);
            nextMinute();
        }

        assertThat(store.counters()).isLessThanOrEqualTo(100);
        assertThat(refused(parallel("held", 1, 1)).usage()).isEqualTo(1);
    }

    @Test
    void too_many_limits_in_one_minute_cost_memory_only_up_to_the_bound() {
        for (int i = 0; i < 10_000; i++) {
            granted(requests("k" + i, 1), parallel("held", 100_000, 1));
        }

        assertThat(store.counters()).isLessThanOrEqualTo(100);
        assertThat(refused(parallel("held", 10_000, 1)).usage()).isEqualTo(10_000);
    }

    @Test
    void it_goes_on_from_what_a_shared_store_counted() {
        var minute = new Granted(time.minute());
        store.adopt(minute, List.of(requests("k", 10), parallel("k", 2, 1)), new long[] {9, 2});

        granted(requests("k", 10), parallel("k", 2, 1));
        assertThat(refused(requests("k", 10)).usage()).isEqualTo(10);
        assertThat(refused(parallel("k", 2, 1)).usage()).isEqualTo(2);
    }

    @Test
    void what_a_shared_store_forgot_it_still_knows() {
        var minute = new Granted(time.minute());
        granted(requests("idle", 10));
        nextMinute();
        store.adopt(new Granted(minute.minute() + 1), List.of(tokens("t", 100, 5)), new long[] {70});
        store.adopt(new Granted(minute.minute() + 1), List.of(tokens("t", 100, 5)), new long[] {5});
        granted(tokens("t", 100, 10), parallel("k", 10, 3));

        assertThat(store.usedThisMinute()).containsExactly(tokens("t", 0, 80));
    }
}
