package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.MADE;
import static dev.stellwerk.application.port.out.Records.fullCustomer;
import static dev.stellwerk.application.port.out.Records.fullKey;
import static dev.stellwerk.application.port.out.Records.fullTeam;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import dev.stellwerk.domain.access.Budget;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link BudgetPeriods} must do. One subclass for each adapter and store. */
public abstract class BudgetPeriodsContract {
    /** When the periods of the records end. */
    private static final Instant END = MADE.plusSeconds(3_600);

    private static final Instant NEXT = END.plusSeconds(86_400);

    protected abstract BudgetPeriods periods();

    protected abstract KeyDirectory keys();

    protected abstract TeamDirectory teams();

    protected abstract CustomerDirectory customers();

    @BeforeEach
    final void everybodyHasSpentFive() {
        keys().add(fullKey("id", null, "5"));
        teams().add(fullTeam("id", null, "5"));
        customers().add(fullCustomer("id", null, "5"));
    }

    private Budget of(Owner owner) {
        return switch (owner) {
            case KEY -> keys().find("id").orElseThrow().budget();
            case TEAM -> teams().find("id").orElseThrow().budget();
            case CUSTOMER -> customers().find("id").orElseThrow().budget();
        };
    }

    @Test
    void a_new_period_begins_with_nothing_spent() {
        for (Owner owner : Owner.values()) {
            Budget before = of(owner);

            periods().renew(owner, "id", END, NEXT);

            assertThat(of(owner))
                    .as(owner.name())
                    .isEqualTo(new Budget(before.max(), before.soft(), before.duration(), NEXT, BigDecimal.ZERO));
        }
    }

    @Test
    void only_the_owner_who_is_named_begins_anew() {
        periods().renew(Owner.TEAM, "id", END, NEXT);

        assertThat(of(Owner.KEY).spend()).isEqualByComparingTo("5");
        assertThat(of(Owner.CUSTOMER).spend()).isEqualByComparingTo("5");
    }

    @Test
    void a_period_that_somebody_else_has_ended_is_left_alone() {
        for (Owner owner : Owner.values()) {
            periods().renew(owner, "id", END.plusSeconds(1), NEXT);

            assertThat(of(owner).spend()).as(owner.name()).isEqualByComparingTo("5");
            assertThat(of(owner).resetAt()).isEqualTo(END);
        }
    }

    @Test
    void nobody_is_no_fault() {
        periods().renew(Owner.KEY, "unknown", END, NEXT);

        assertThat(keys().find("unknown")).isEmpty();
    }

    @Tag("S108")
    @Test
    void many_at_once_begin_one_period() {
        Racing.winners(8, i -> {
            periods().renew(Owner.KEY, "id", END, NEXT.plusSeconds(i));
            return true;
        });

        assertThat(of(Owner.KEY).resetAt()).isBetween(NEXT, NEXT.plusSeconds(8));
        assertThat(of(Owner.KEY).spend()).isEqualByComparingTo("0");
    }
}
