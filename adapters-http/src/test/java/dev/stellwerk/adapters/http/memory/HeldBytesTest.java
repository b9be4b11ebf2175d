package dev.stellwerk.adapters.http.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S104")
class HeldBytesTest {
    @Test
    void what_does_not_fit_is_not_taken_and_what_is_given_back_fits_again() {
        var account = new HeldBytes(100);
        assertThat(account.tryTake(60)).isTrue();
        assertThat(account.tryTake(41)).isFalse();
        assertThat(account.tryTake(40)).isTrue();
        account.giveBack(60);
        assertThat(account.held()).isEqualTo(40);
        assertThat(account.tryTake(60)).isTrue();
    }

    @Test
    void many_at_once_never_hold_more_than_there_is_and_leave_nothing_behind() throws InterruptedException {
        var account = new HeldBytes(1_000);
        var holding = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int caller = 0; caller < 8; caller++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 20_000; round++) {
                    if (account.tryTake(300)) {
                        most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                        holding.decrementAndGet();
                        account.giveBack(300);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(account.held()).isZero();
    }

    @Test
    void the_share_of_the_heap_leaves_room_for_the_rest() {
        assertThat(HeldBytes.ofHeap().most()).isBetween(1L, Runtime.getRuntime().maxMemory() / 2);
    }
}
