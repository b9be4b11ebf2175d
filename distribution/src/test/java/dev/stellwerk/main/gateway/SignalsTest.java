package dev.stellwerk.main.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
    private final List<String> said = new ArrayList<>();
    private final AtomicInteger endings = new AtomicInteger();
    private final Signals signals = new Signals(said::add, endings::incrementAndGet);

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "USR1"})
    void a_signal_to_read_files_anew_is_named_and_changes_nothing(String name) {
        signals.received(name);

        assertThat(said).singleElement().asString().contains(name, "ignored");
        assertThat(endings).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    @Timeout(10)
    void the_first_signal_to_stop_is_waited_for(String name) throws InterruptedException {
        signals.received(name);

        signals.awaitStop();
        assertThat(endings).hasValue(0);
        assertThat(said).isEmpty();
    }

    @Test
    void a_second_signal_to_stop_ends_the_process_at_once() {
        signals.received("TERM");
        signals.received("HUP");
        assertThat(endings).hasValue(0);

        signals.received("INT");
        assertThat(endings).hasValue(1);
    }
}
