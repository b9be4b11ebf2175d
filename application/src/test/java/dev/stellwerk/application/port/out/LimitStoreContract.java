package dev.stellwerk.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.limits.LimitVerdict.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link LimitStore} must do. One subclass for each adapter. */
public abstract class LimitStoreContract {
    private static final int THREADS = 16;

    /** The store to try; nothing was taken from it, and its current minute lasts for some seconds yet. */
    protected abstract LimitStore store();

    /** Makes the store's next minute begin. */
    protected abstract void nextMinute();

    protected static Charge requests(String id, long limit) {
        return new Charge(LimitScope.KEY, id, LimitKind.REQUESTS, limit, 1);
    }

    protected static Charge tokens(String id, long limit, long amount) {
        return new Charge(LimitScope.TEAM, id, LimitKind.TOKENS, limit, amount);
    }

    protected static Charge parallel(String id, long limit, long amount) {
        return new Charge(LimitScope.KEY, id, LimitKind.PARALLEL_REQUESTS, limit, amount);
    }

    protected final Granted granted(Charge... charges) {
        LimitVerdict verdict = store().reserve(List.of(charges));
        assertThat(verdict).isInstanceOf(Granted.class);
        return (Granted) verdict;
    }

    protected final Refused refused(Charge... charges) {
        LimitVerdict verdict = store().reserve(List.of(charges));
        assertThat(verdict).isInstanceOf(Refused.class);
        return (Refused) verdict;
    }

    @Test
    void nothing_charged_is_granted() {
        assertThat(store().reserve(List.of())).isInstanceOf(Granted.class);
    }

    @Test
    void a_limit_admits_exactly_what_it_says() {
        for (int i = 0; i < 3; i++) {
            granted(requests("k", 3));
        }

        assertThat(refused(requests("k", 3)).usage()).isEqualTo(3);
    }

    @Test
    void a_limit_of_zero_admits_nothing() {
        assertThat(refused(requests("k", 0)).usage()).isZero();
        assertThat(refused(parallel("k", 0, 1)).usage()).isZero();
    }

    @Test
    void a_refusal_tells_when_its_window_ends() {
        granted(requests("k", 1));

        assertThat(refused(requests("k", 1)).retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    @Test
    void a_refusal_for_parallel_requests_asks_for_a_second_at_least() {
        granted(parallel("k", 1, 1));

        assertThat(refused(parallel("k", 1, 1)).retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void limits_of_others_are_apart() {
        granted(requests("k", 1));

        granted(requests("other", 1));
        granted(new Charge(LimitScope.TEAM, "k", LimitKind.REQUESTS, 1, 1));
        granted(new Charge(LimitScope.KEY, "k", LimitKind.TOKENS, 1, 1));
        granted(parallel("k", 1, 1));
    }

    @Test
    void a_refusal_takes_nothing_and_names_the_first_charge_that_did_not_fit() {
        granted(tokens("t", 100, 60));

        var refused = refused(requests("k", 5), parallel("k", 5, 1), tokens("t", 100, 41), requests("full", 0));

        assertThat(refused.charge()).isEqualTo(tokens("t", 100, 41));
        assertThat(refused.usage()).isEqualTo(60);
        granted(new Charge(LimitScope.KEY, "k", LimitKind.REQUESTS, 5, 5), parallel("k", 5, 5), tokens("t", 100, 40));
    }

    @Test
    void a_limit_charged_twice_by_one_request_counts_both() {
        var refused = refused(tokens("t", 100, 60), tokens("t", 100, 41));
        assertThat(refused.usage()).isZero();

        granted(tokens("t", 100, 60), tokens("t", 100, 40));
        assertThat(refused(tokens("t", 100, 1)).usage()).isEqualTo(100);
    }

    @Test
    void large_amounts_neither_overflow_nor_lose_a_unit() {
        long huge = 1L << 52;
        granted(tokens("t", huge, huge - 1));
        granted(tokens("t", huge, 1));

        assertThat(refused(tokens("t", huge, 1)).usage()).isEqualTo(huge);
        assertThat(refused(tokens("t", huge, Long.MAX_VALUE)).usage()).isEqualTo(huge);
    }

    @Test
    @Tag("S62")
    void what_an_estimate_took_too_much_is_given_back() {
        var reservation = granted(tokens("t", 1000, 900));
        store().settle(reservation, List.of(tokens("t", 1000, -850)));

        granted(tokens("t", 1000, 950));
    }

    @Test
    @Tag("S62")
    void what_an_estimate_took_too_little_is_charged_even_beyond_the_limit() {
        var reservation = granted(tokens("t", 1000, 100));
        store().settle(reservation, List.of(tokens("t", 1000, 1400)));

        assertThat(refused(tokens("t", 1000, 1)).usage()).isEqualTo(1500);
    }

    @Test
    void what_was_not_reserved_can_still_be_charged() {
        var reservation = granted(requests("k", 10));
        store().settle(reservation, List.of(tokens("t", 1000, 1000)));

        assertThat(refused(tokens("t", 1000, 1)).usage()).isEqualTo(1000);
    }

    @Test
    void usage_never_falls_below_zero() {
        var reservation = granted(tokens("t", 100, 10));
        store().settle(reservation, List.of(tokens("t", 100, -50)));

        granted(tokens("t", 100, 100));
        assertThat(refused(tokens("t", 100, 1)).usage()).isEqualTo(100);
    }

    @Test
    void corrections_of_a_window_that_is_over_are_forgotten() {
        var reservation = granted(tokens("t", 100, 50));
        store().settle(new Granted(reservation.minute() - 1), List.of(tokens("t", 100, -50), tokens("u", 100, 100)));

        assertThat(refused(tokens("t", 100, 51)).usage()).isEqualTo(50);
        granted(tokens("u", 100, 100));
    }

    @Test
    void the_next_minute_begins_anew() {
        granted(requests("k", 1), tokens("t", 10, 10));
        nextMinute();

        granted(requests("k", 1), tokens("t", 10, 10));
    }

    @Test
    @Tag("S64")
    void parallel_requests_are_held_until_they_are_settled_whatever_the_minute() {
        var reservation = granted(parallel("k", 1, 1));
        nextMinute();
        assertThat(refused(parallel("k", 1, 1)).usage()).isEqualTo(1);

        store().settle(reservation, List.of(parallel("k", 1, -1)));
        granted(parallel("k", 1, 1));
    }

    @Test
    @Tag("S64")
    void a_client_that_waits_for_its_answer_can_always_send_the_next_request() {
        for (int i = 0; i < 300; i++) {
            var reservation = granted(parallel("k", 1, 1), tokens("t", 1000, 900));
            store().settle(reservation, List.of(parallel("k", 1, -1), tokens("t", 1000, -900)));
        }
    }

    @Test
    @Tag("S62")
    void many_threads_are_granted_exactly_the_limit() throws Exception {
        var grants = new AtomicInteger();
        inParallel(() -> {
            for (int i = 0; i < 40; i++) {
                if (store().reserve(List.of(requests("k", 200), tokens("t", 1_000_000, 1))) instanceof Granted) {
                    grants.incrementAndGet();
                }
            }
        });

        assertThat(grants).hasValue(200);
        assertThat(refused(requests("k", 200)).usage()).isEqualTo(200);
        assertThat(refused(tokens("t", 200, 1)).usage()).isEqualTo(200);
    }

    @Test
    @Tag("S64")
    void never_more_are_held_at_once_than_the_limit_says() throws Exception {
        var held = new AtomicInteger();
        var heldMost = new AtomicInteger();
        inParallel(() -> {
            for (int i = 0; i < 40; i++) {
                if (store().reserve(List.of(parallel("k", 4, 1))) instanceof Granted reservation) {
                    heldMost.accumulateAndGet(held.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    held.decrementAndGet();
                    store().settle(reservation, List.of(parallel("k", 4, -1)));
                }
            }
        });

        assertThat(heldMost).hasValueBetween(1, 4);
        granted(parallel("k", 4, 4));
    }

    /** Runs the same on many threads at once and passes on what one of them threw. */
    protected static void inParallel(Runnable work) throws InterruptedException, ExecutionException {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    work.run();
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
