package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.completion.ConcurrencyGates.Place;
import dev.stellwerk.application.fakes.FakeClient;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcurrencyGatesTest {
    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ConcurrencyGates gates = new ConcurrencyGates();

    private static Deployment with(@Nullable Integer parallel, @Nullable Long requests, @Nullable Long tokens) {
        return deployment("d", "chat")
                .capacity(new Capacity(null, requests, tokens, null, null, parallel))
                .build();
    }

    private @Nullable Place enter(Deployment deployment, Duration wait) {
        return gates.enter(deployment, null, wait, Cancellation.NEVER);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"2,9,90000,9,2", "-,3,90000,9,3", "-,-,12000,9,2", "-,-,100,9,1", "-,-,-,4,4", "-,0,-,4,4"},
            nullValues = "-")
    void there_are_as_many_places_as_the_nearest_word_says(
            @Nullable Integer parallel,
            @Nullable Long requests,
            @Nullable Long tokens,
            @Nullable Integer elsewhere,
            int places) {
        Deployment deployment = with(parallel, requests, tokens);
        for (int i = 0; i < places; i++) {
            assertThat(gates.enter(deployment, elsewhere, NOT_AT_ALL, Cancellation.NEVER))
                    .isNotNull();
        }
        assertThat(gates.enter(deployment, elsewhere, NOT_AT_ALL, Cancellation.NEVER))
                .isNull();
    }

    @Test
    void who_states_nothing_has_no_bound() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(enter(with(null, null, null), NOT_AT_ALL)).isSameAs(Place.UNBOUNDED);
        }
    }

    @Test
    void a_place_given_back_twice_is_one_place() {
        Deployment deployment = with(1, null, null);
        Place place = Objects.requireNonNull(enter(deployment, NOT_AT_ALL));
        place.giveBack();
        place.giveBack();

        assertThat(enter(deployment, NOT_AT_ALL)).isNotNull();
        assertThat(enter(deployment, NOT_AT_ALL)).isNull();
    }

    @Test
    void who_finds_no_place_waits_for_one() throws Exception {
        Deployment deployment = with(1, null, null);
        Place place = Objects.requireNonNull(enter(deployment, NOT_AT_ALL));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<@Nullable Place> waiting = threads.submit(() -> enter(deployment, LONG));
            place.giveBack();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void who_leaves_no_longer_waits() {
        Deployment deployment = with(1, null, null);
        assertThat(enter(deployment, NOT_AT_ALL)).isNotNull();
        var client = new FakeClient();
        client.leave();

        assertThat(gates.enter(deployment, null, LONG, client)).isNull();
    }

    @Test
    void another_bound_makes_another_gate() {
        assertThat(enter(with(1, null, null), NOT_AT_ALL)).isNotNull();

        assertThat(enter(with(2, null, null), NOT_AT_ALL)).isNotNull();
        assertThat(enter(with(2, null, null), NOT_AT_ALL)).isNotNull();
        assertThat(enter(with(2, null, null), NOT_AT_ALL)).isNull();
    }
}
