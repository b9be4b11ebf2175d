package dev.stellwerk.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.Readiness.Result.NotReady;
import dev.stellwerk.application.port.out.Readiness.Result.Ready;
import org.junit.jupiter.api.Test;

/** What every {@link Readiness} must do. One subclass for each adapter. */
public abstract class ReadinessContract {
    /** Of something that works. */
    protected abstract Readiness ofTheReady();

    /** Of something that cannot be reached. */
    protected abstract Readiness ofTheAbsent();

    @Test
    void what_works_is_ready() {
        var readiness = ofTheReady();
        for (int i = 0; i < 100; i++) {
            assertThat(readiness.check()).isInstanceOf(Ready.class);
        }
    }

    @Test
    void what_cannot_be_reached_says_why() {
        assertThat(ofTheAbsent().check())
                .isInstanceOfSatisfying(
                        NotReady.class, absent -> assertThat(absent.cause()).isNotBlank());
    }
}
