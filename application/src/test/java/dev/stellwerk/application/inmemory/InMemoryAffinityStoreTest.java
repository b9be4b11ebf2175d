package dev.stellwerk.application.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.application.port.out.AffinityStoreContract;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InMemoryAffinityStoreTest extends AffinityStoreContract {
    private final SteppedTime time = new SteppedTime();
    private final InMemoryAffinityStore store = new InMemoryAffinityStore(time, 320);

    @Override
    protected AffinityStore store() {
        return store;
    }

    @Override
    protected void pass(Duration duration) {
        time.pass(duration);
    }

    @Test
    void of_too_many_keys_those_used_last_are_kept() {
        for (int i = 0; i < 10_000; i++) {
            store.remember("k" + i, FIRST, LIFE);
            assertThat(store.find("k0")).contains(FIRST);
        }

        assertThat(IntStream.range(0, 10_000).filter(i -> store.find("k" + i).isPresent()))
                .hasSizeBetween(200, 320);
    }

    @Test
    void a_shared_store_that_knows_better_is_believed() {
        store.remember("session", FIRST, LIFE);
        store.replace("session", SECOND, LIFE);

        assertThat(store.find("session")).contains(SECOND);
    }
}
