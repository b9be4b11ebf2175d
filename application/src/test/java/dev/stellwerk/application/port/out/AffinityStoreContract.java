package dev.stellwerk.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.id.DeploymentId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link AffinityStore} must do. One subclass for each adapter. */
public abstract class AffinityStoreContract {
    protected static final DeploymentId FIRST = new DeploymentId("first");
    protected static final DeploymentId SECOND = new DeploymentId("second");
    protected static final Duration LIFE = Duration.ofMinutes(5);

    /** The store to try; empty. */
    protected abstract AffinityStore store();

    /** Lets time pass for the store. */
    protected abstract void pass(Duration duration);

    @Test
    void nothing_is_known_of_a_new_key() {
        assertThat(store().find("session")).isEmpty();
    }

    @Test
    void what_was_remembered_is_found() {
        store().remember("session", FIRST, LIFE);

        assertThat(store().find("session")).contains(FIRST);
        assertThat(store().find("another")).isEmpty();
    }

    @Test
    void the_first_writer_wins() {
        store().remember("session", FIRST, LIFE);
        store().remember("session", SECOND, LIFE);

        assertThat(store().find("session")).contains(FIRST);
    }

    @Test
    void it_is_forgotten_when_its_life_is_over() {
        store().remember("session", FIRST, LIFE);
        pass(LIFE);
        assertThat(store().find("session")).isEmpty();

        store().remember("session", SECOND, LIFE);
        assertThat(store().find("session")).contains(SECOND);
    }

    @Test
    void writing_the_same_again_begins_its_life_anew() {
        store().remember("session", FIRST, LIFE);
        pass(LIFE.minusMinutes(1));
        store().remember("session", FIRST, LIFE);
        pass(LIFE.minusMinutes(1));

        assertThat(store().find("session")).contains(FIRST);
    }

    @Test
    void losing_does_not_lengthen_the_life_of_the_first() {
        store().remember("session", FIRST, LIFE);
        pass(LIFE.minusMinutes(1));
        store().remember("session", SECOND, LIFE);
        pass(Duration.ofMinutes(1));

        assertThat(store().find("session")).isEmpty();
    }

    @Test
    void keys_may_hold_any_text() {
        String key = "a key: with {braces}, blanks\nand \u00fcml\u00e4uts " + "x".repeat(10_000);
        store().remember(key, FIRST, LIFE);

        assertThat(store().find(key)).contains(FIRST);
    }
}
