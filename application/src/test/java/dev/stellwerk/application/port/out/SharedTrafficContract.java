package dev.stellwerk.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link SharedTraffic} must do. One subclass for each adapter. */
public abstract class SharedTrafficContract {
    protected static final DeploymentId A = new DeploymentId("deployment a");
    protected static final DeploymentId B = new DeploymentId("deployment b");

    protected abstract SharedTraffic here();

    /** This instance's board. */
    protected abstract TrafficBoard boardHere();

    /** Another instance's board; it knows {@link #A} and {@link #B}. */
    protected abstract TrafficBoard boardThere();

    protected abstract Time time();

    /** Waits for a second, which is what others may take to learn of something. */
    protected abstract void await(String expected, BooleanSupplier condition);

    protected final Cooldown cooldown(Duration left) {
        return new Cooldown(time().nanos() + left.toNanos(), 429, "rate_limit", left);
    }

    protected final boolean coolingThere(DeploymentId id) {
        return boardThere().of(id).cooling(time().nanos());
    }

    @Test
    void a_cooldown_is_obeyed_elsewhere() {
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("A cools down", () -> coolingThere(A));

        var cooldown = Objects.requireNonNull(boardThere().of(A).cooldown(time().nanos()));
        assertThat(cooldown.remaining(time().nanos())).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
        assertThat(cooldown.status()).isEqualTo(429);
        assertThat(cooldown.reason()).isEqualTo("rate_limit");
        assertThat(cooldown.length()).isEqualTo(Duration.ofSeconds(30));
        assertThat(coolingThere(B)).isFalse();
    }

    @Test
    void of_two_cooldowns_the_one_that_ends_later_holds() {
        here().announce(A, cooldown(Duration.ofMinutes(10)));
        await("A cools down", () -> coolingThere(A));
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        here().announce(B, cooldown(Duration.ofSeconds(30)));
        await("B cools down", () -> coolingThere(B));

        assertThat(Objects.requireNonNull(boardThere().of(A).cooldown(time().nanos()))
                        .remaining(time().nanos()))
                .isGreaterThan(Duration.ofMinutes(9));
    }

    @Test
    void a_cooldown_for_one_type_of_calls_is_one_elsewhere_too_and_hides_no_other() {
        var embeddings = new Cooldown(
                time().nanos() + 600_000_000_000L, 404, "not_found", Duration.ofMinutes(10), CallType.EMBEDDING);
        here().announce(A, embeddings);
        await("embeddings cool down", () -> boardThere().of(A).cooldown(CallType.EMBEDDING, time().nanos()) != null);
        assertThat(coolingThere(A)).isFalse();

        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("A cools down", () -> coolingThere(A));
    }

    @Test
    void deployments_that_others_do_not_know_are_not_made_known_to_them() {
        var stranger = new DeploymentId("stranger");
        here().announce(stranger, cooldown(Duration.ofSeconds(30)));
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("A cools down", () -> coolingThere(A));

        assertThat(boardThere().all()).noneMatch(traffic -> traffic.id().equals(stranger));
    }

    @Test
    void what_is_over_is_not_told() {
        here().announce(B, cooldown(Duration.ofSeconds(-1)));
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("A cools down", () -> coolingThere(A));

        assertThat(coolingThere(B)).isFalse();
    }

    @Test
    void announcing_leaves_the_own_board_alone() {
        here().announce(A, cooldown(Duration.ofSeconds(30)));
        await("A cools down", () -> coolingThere(A));

        assertThat(boardHere().of(A).cooling(time().nanos())).isFalse();
    }
}
