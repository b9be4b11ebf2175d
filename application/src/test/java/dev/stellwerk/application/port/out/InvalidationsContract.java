package dev.stellwerk.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link Invalidations} must do. One subclass for each adapter. */
public abstract class InvalidationsContract {
    /** Two instances that hear each other. */
    protected abstract Invalidations here();

    protected abstract Invalidations there();

    /** Waits for a second, which is what others may take to learn of something. */
    protected abstract void await(String expected, BooleanSupplier condition);

    protected static List<Changed> heardBy(Invalidations invalidations) {
        List<Changed> heard = new CopyOnWriteArrayList<>();
        invalidations.subscribe(heard::add);
        return heard;
    }

    @Test
    void a_change_is_heard_elsewhere() {
        var heard = heardBy(there());
        for (Kind kind : Kind.values()) {
            here().publish(new Changed(kind, "an id: with blanks, \u00fcml\u00e4uts\nand lines"));
        }
        await("all kinds were heard", () -> heard.size() >= Kind.values().length);

        assertThat(heard)
                .extracting(Changed::kind)
                .containsExactly(Kind.KEY, Kind.TEAM, Kind.CUSTOMER, Kind.EVERYTHING);
        assertThat(heard).extracting(Changed::id).containsOnly("an id: with blanks, \u00fcml\u00e4uts\nand lines");
    }

    @Test
    void nobody_hears_himself() {
        var own = heardBy(here());
        var heard = heardBy(there());
        here().publish(new Changed(Kind.KEY, "k"));
        there().publish(new Changed(Kind.TEAM, "t"));
        await("both were told", () -> heard.size() == 1 && own.size() == 1);

        assertThat(own).containsExactly(new Changed(Kind.TEAM, "t"));
        assertThat(heard).containsExactly(new Changed(Kind.KEY, "k"));
    }

    @Test
    void a_listener_that_fails_does_not_keep_others_from_hearing() {
        there().subscribe(_ -> {
            throw new IllegalStateException("a defect");
        });
        var heard = heardBy(there());
        here().publish(new Changed(Kind.KEY, "1"));
        here().publish(new Changed(Kind.KEY, "2"));

        await("both were heard", () -> heard.size() == 2);
    }
}
