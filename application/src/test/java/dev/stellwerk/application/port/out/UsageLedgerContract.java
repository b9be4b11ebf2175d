package dev.stellwerk.application.port.out;

import static dev.stellwerk.application.port.out.Records.customer;
import static dev.stellwerk.application.port.out.Records.key;
import static dev.stellwerk.application.port.out.Records.keyWithAlias;
import static dev.stellwerk.application.port.out.Records.team;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.fakes.HeardProgress;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link UsageLedger} must do. One subclass for each adapter and store. */
public abstract class UsageLedgerContract {
    private static final BigDecimal ONE_MILLIONTH = new BigDecimal("0.000001");

    protected abstract UsageLedger ledger();

    protected abstract KeyDirectory keys();

    protected abstract TeamDirectory teams();

    protected abstract CustomerDirectory customers();

    private final HeardProgress heard = new HeardProgress();

    /** What the ledger has to tell of its progress. */
    protected final HeardProgress heard() {
        return heard;
    }

    /** Waits until what was charged so far is written. */
    protected abstract void settle();

    @BeforeEach
    final void everybodyHasSpentNothing() {
        keys().add(key("k"));
        teams().add(team("t"));
        customers().add(customer("u"));
    }

    private void charge(String key, String team, String customer, String dollars) {
        ledger().charge(new Spent(key, team, customer, new BigDecimal(dollars)));
    }

    private BigDecimal ofKey() {
        return keys().find("k").orElseThrow().budget().spend();
    }

    private BigDecimal ofTeam() {
        return teams().find("t").orElseThrow().budget().spend();
    }

    private BigDecimal ofCustomer() {
        return customers().find("u").orElseThrow().budget().spend();
    }

    @Test
    void a_charge_reaches_everybody_who_had_a_share_in_it() {
        charge("k", "t", "u", "0.25");
        settle();

        assertThat(ofKey()).isEqualByComparingTo("0.25");
        assertThat(ofTeam()).isEqualByComparingTo("0.25");
        assertThat(ofCustomer()).isEqualByComparingTo("0.25");
    }

    @Test
    void nobody_else_pays() {
        charge("k", null, null, "1");
        charge(null, null, "u", "2");
        charge(null, null, null, "4");
        settle();

        assertThat(ofKey()).isEqualByComparingTo("1");
        assertThat(ofTeam()).isEqualByComparingTo("0");
        assertThat(ofCustomer()).isEqualByComparingTo("2");
    }

    @Test
    void whoever_is_unknown_keeps_nobody_else_from_paying() {
        charge("unknown", "unknown", "unknown", "1");
        charge("k", "unknown", null, "1");
        settle();

        assertThat(ofKey()).isEqualByComparingTo("1");
        assertThat(keys().find("unknown")).isEmpty();
    }

    @Test
    void sums_are_exact_over_many_writings() {
        for (int i = 0; i < 3; i++) {
            charge("k", null, null, "0.1");
            charge("k", null, null, "0.000000000000000002");
            settle();
        }

        assertThat(ofKey()).isEqualByComparingTo("0.300000000000000006");
    }

    @Tag("S90")
    @Test
    void many_at_once_lose_nothing_while_records_are_replaced() {
        Racing.winners(8, number -> {
            for (int i = 0; i < 250; i++) {
                ledger().charge(new Spent("k", "t", "u", ONE_MILLIONTH));
                if (i % 50 == 0) {
                    String alias = "alias " + i;
                    keys().change("k", null, _ -> keyWithAlias("k", alias));
                    teams().change("t", null, _ -> team("t", "alias " + number));
                }
            }
            return true;
        });
        settle();

        assertThat(ofKey()).isEqualByComparingTo("0.002");
        assertThat(ofTeam()).isEqualByComparingTo("0.002");
        assertThat(ofCustomer()).isEqualByComparingTo("0.002");
    }

    @Test
    void who_was_known_before_is_known_to_have_spent() {
        assertThat(ofKey()).isEqualByComparingTo("0");
        assertThat(ofTeam()).isEqualByComparingTo("0");
        assertThat(ofCustomer()).isEqualByComparingTo("0");
        charge("k", "t", "u", "3");
        settle();

        assertThat(ofKey()).isEqualByComparingTo("3");
        assertThat(ofTeam()).isEqualByComparingTo("3");
        assertThat(ofCustomer()).isEqualByComparingTo("3");
    }

    @Test
    void a_key_that_was_removed_and_made_again_begins_anew() {
        charge("k", null, null, "3");
        settle();
        keys().remove(Set.of("k"), null);
        keys().add(key("k"));

        assertThat(ofKey()).isEqualByComparingTo("0");
    }

    @Test
    @Tag("S59")
    void whoever_waits_for_a_charge_hears_when_the_books_show_it_and_what_they_show() {
        charge("k", "t", "u", "0.25");
        assertThat(heard.events()).isEmpty();
        settle();
        charge("k", null, "unknown", "0.5");
        settle();

        assertThat(heard.events())
                .containsExactly(
                        "writing KEY k 0.25, TEAM t 0.25, CUSTOMER u 0.25",
                        "written KEY k 0.25 of 0.25, TEAM t 0.25 of 0.25, CUSTOMER u 0.25 of 0.25",
                        "writing KEY k 0.5, CUSTOMER unknown 0.5",
                        "written KEY k 0.5 of 0.75, CUSTOMER unknown 0.5");
    }

    @Test
    @Tag("S59")
    void when_it_is_said_to_be_written_the_directories_show_it() {
        assertThat(ofKey()).isEqualByComparingTo("0");
        var shown = new ArrayList<BigDecimal>();
        heard.onWritten(() -> shown.add(ofKey()));
        charge("k", null, null, "3");
        settle();

        assertThat(shown).singleElement().satisfies(spend -> assertThat(spend).isEqualByComparingTo("3"));
    }

    @Test
    void a_charge_that_will_never_be_written_is_told_to_be_forgotten() {
        charge("k", null, null, "1E+30");
        settle();

        assertThat(heard.events()).containsExactly("forgotten KEY k 1E+30");
    }

    @Test
    @Tag("S61")
    void an_id_that_no_book_can_hold_keeps_nobody_else_from_paying() {
        charge("k", null, "not\u0000storable", "1");
        settle();
        charge("k", null, null, "2");
        settle();

        assertThat(ofKey()).isEqualByComparingTo("3");
    }
}
