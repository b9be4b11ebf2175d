package dev.stellwerk.application.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Race;
import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.limits.LimitVerdict.Refused;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of limits however many threads take from them and give back at once. */
@Tag("S62")
@Tag("S64")
class LimitRaceTest {
    private static final int CASES = 20;
    private static final int STEPS = 200;
    private static final long TOKENS_MAX = 1_000;
    private static final long PARALLEL_MAX = 4;

    private static Charge tokens(long limit, long amount) {
        return new Charge(LimitScope.TEAM, "t", LimitKind.TOKENS, limit, amount);
    }

    private static Charge parallel(long limit, long amount) {
        return new Charge(LimitScope.KEY, "k", LimitKind.PARALLEL_REQUESTS, limit, amount);
    }

    private static Charge other(RandomGenerator random, long amount) {
        return new Charge(
                LimitScope.CUSTOMER, "u" + random.nextInt(20), LimitKind.PARALLEL_REQUESTS, Long.MAX_VALUE, amount);
    }

    /** What is used, as a refusal tells. */
    private static long used(InMemoryLimitStore store, Charge impossible) {
        return ((Refused) store.reserve(List.of(impossible))).usage();
    }

    @Test
    void limits_are_never_passed_nothing_falls_below_zero_and_all_that_was_held_comes_back() {
        Seeds.forEach(CASES, seeds -> {
            var store = new InMemoryLimitStore(new SteppedTime(), 40); // so few that counters are forgotten meanwhile
            var tokensTaken = new AtomicLong();
            var held = new AtomicLong();
            Race.run(
                    seeds,
                    STEPS,
                    random -> {
                        long estimate = 1 + random.nextLong(50);
                        Charge foreign = other(random, 1);
                        List<Charge> charges = random.nextBoolean()
                                ? List.of(tokens(TOKENS_MAX, estimate), parallel(PARALLEL_MAX, 1), foreign)
                                : List.of(foreign, parallel(PARALLEL_MAX, 1), tokens(TOKENS_MAX, estimate));
                        if (store.reserve(charges) instanceof Granted granted) {
                            assertThat(held.incrementAndGet()).isLessThanOrEqualTo(PARALLEL_MAX);
                            long unused = random.nextLong(estimate + 1);
                            tokensTaken.addAndGet(estimate - unused);
                            held.decrementAndGet();
                            store.settle(
                                    granted,
                                    List.of(
                                            tokens(TOKENS_MAX, -unused),
                                            parallel(PARALLEL_MAX, -1),
                                            new Charge(
                                                    foreign.scope(),
                                                    foreign.id(),
                                                    foreign.kind(),
                                                    foreign.limit(),
                                                    -1)));
                        }
                    },
                    () -> {
                        assertThat(used(store, parallel(-1, 0))).isBetween(0L, PARALLEL_MAX);
                        assertThat(used(store, tokens(-1, 0))).isBetween(0L, TOKENS_MAX);
                    });
            assertThat(used(store, parallel(-1, 0))).isZero();
            assertThat(used(store, tokens(-1, 0))).isEqualTo(tokensTaken.get());
            for (int user = 0; user < 20; user++) {
                var charge = new Charge(LimitScope.CUSTOMER, "u" + user, LimitKind.PARALLEL_REQUESTS, -1, 0);
                assertThat(used(store, charge)).isZero();
            }
        });
    }
}
