package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.redis.Instances.Instance;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.BudgetHoldsContract;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.application.port.out.Racing;
import dev.stellwerk.application.port.out.UsageLedger.Booked;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.limits.LimitVerdict.BudgetReached;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Budgets that two instances share, ten dollars each. */
@Tag("S59")
final class RedisBudgetHoldsTest extends BudgetHoldsContract {
    private static final String BUDGETS = "stellwerk:1:{shared}:budget:*";
    private static RedisProcess server;

    private final Instances instances = new Instances();
    private Instance here;
    private LimitStore store;
    private LimitStore another;

    @BeforeAll
    static void start() {
        server = RedisProcess.running();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        server.flush();
        here = instances.patient(server);
        store = here.module().limits();
        another = instances.patient(server).module().limits();
    }

    @AfterEach
    void disconnect() {
        instances.close();
    }

    @Override
    protected LimitStore store() {
        return store;
    }

    private LimitVerdict there(String spend, String dollars) {
        Claim claim = claim(KEY, spend, PERIOD, another.budgets().noticesHeard(), dollars);
        return another.reserve(List.of(), List.of(claim));
    }

    private boolean heldThere(String spend, String dollars) {
        return there(spend, dollars) instanceof Granted;
    }

    @Test
    void what_one_instance_holds_another_counts() {
        held(claim("0", "9"));
        assertThat(there("0", "2")).isInstanceOf(Granted.class);

        assertThat(there("0", "1")).isInstanceOfSatisfying(BudgetReached.class, reached -> {
            assertThat(reached.taken()).isEqualByComparingTo("11");
            assertThat(reached.onItsWay()).isTrue();
        });
        reached("11", true, claim("0", "1"));
    }

    @Test
    void what_one_gives_back_another_may_hold() {
        held(claim("0", "10"));
        assertThat(heldThere("0", "1")).isFalse();
        store.budgets().change(KEY, new BigDecimal(-10));

        Eventually.until("the other may hold it", () -> heldThere("0", "10"));
    }

    @Test
    void what_was_charged_here_counts_there_until_it_is_written_and_then_by_what_the_books_show() {
        held(claim("4", "6"));
        store.budgets().charge(KEY, new BigDecimal(6), new BigDecimal(6));
        Eventually.until("charged, not written", () -> !heldThere("4", "0"));
        writing("6");
        assertThat(heldThere("4", "0")).isFalse();
        written("6", "10");

        for (int i = 0; i < 20; i++) { // while the news is on its way, and after it
            assertThat(heldThere("4", "0")).as("the record there is older").isFalse();
        }
        Eventually.until("the next period begins with nothing", () -> {
            Instant next = PERIOD.plus(Duration.ofDays(1));
            Claim claim = claim(KEY, "0", next, another.budgets().noticesHeard(), "0");
            return another.reserve(List.of(), List.of(claim)) instanceof Granted;
        });
    }

    @Test
    void however_many_ask_on_two_instances_no_more_than_fit_are_let_through() {
        int won = Racing.winners(
                64, number -> number % 2 == 0 ? ask(claim("0", "1")) instanceof Granted : heldThere("0", "1"));
        assertThat(won)
                .isBetween(1, 10); // those who ask at once may hold each other's last room until they are refused
        for (int held = won; held < 10; held++) {
            Eventually.until("what is left fits", () -> ask(claim("0", "1")) instanceof Granted);
        }
        assertThat(ask(claim("0", "1"))).isNotInstanceOf(Granted.class);
        assertThat(heldThere("0", "1")).isFalse();
    }

    @Test
    void a_refusal_by_the_server_leaves_nothing_held() {
        assertThat(heldThere("0", "10")).isTrue();
        reached("10", true, claim("0", "5"));
        another.budgets().change(KEY, new BigDecimal(-10));

        Eventually.until("all of it is free", () -> ask(claim("0", "10")) instanceof Granted);
    }

    @Test
    void a_limit_without_room_on_the_server_leaves_budgets_alone() {
        var slot = new Charge(LimitScope.KEY, "k", LimitKind.PARALLEL_REQUESTS, 1, 1);
        another.reserve(List.of(slot));

        assertThat(store.reserve(List.of(slot), List.of(claim("0", "10")))).isInstanceOf(LimitVerdict.Refused.class);
        assertThat(heldThere("0", "10")).isTrue();
    }

    @Test
    @Tag("S64")
    void holds_of_an_instance_that_died_expire() {
        held(claim("0", "10"));
        here.module().close();
        assertThat(heldThere("0", "1")).isFalse();

        elevenSecondsPass();
        assertThat(heldThere("0", "1")).isTrue();
    }

    @Test
    @Tag("S64")
    void holds_of_a_living_instance_are_confirmed() {
        held(claim("0", "10"));
        String key = server.keys(BUDGETS).iterator().next();
        try (Jedis client = server.client()) {
            List<String> before = client.hvals(key);
            Eventually.until("they live longer", () -> !client.hvals(key).equals(before));
        }
    }

    @Test
    @Tag("S78")
    void a_server_that_was_flushed_is_told_again() {
        held(claim("0", "10"));
        server.flush();

        Eventually.until("it is told", () -> !server.keys(BUDGETS).isEmpty());
        assertThat(heldThere("0", "1")).isFalse();
    }

    @Test
    @Tag("S78")
    @Tag("S63")
    void while_the_server_is_away_each_instance_goes_on_alone_and_tells_when_it_is_back() {
        try (var other = RedisProcess.running()) {
            var one = instances.impatient(other).awaitReady();
            var two = instances.impatient(other).awaitReady();
            assertThat(grants(one, 20)).isEqualTo(10);
            other.kill();
            Eventually.until("redis counts as away", () -> !one.ready() && !two.ready());
            assertThat(grants(one, 5)).isZero();
            assertThat(grants(two, 5)).as("nobody told it").isEqualTo(5);

            other.start();
            one.awaitReady();
            two.awaitReady();
            Eventually.until("each knows of the other", () -> grants(two, 1) == 0);
        }
    }

    private static int grants(Instance instance, int asked) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            LimitStore limits = instance.module().limits();
            Claim claim = claim(KEY, "0", PERIOD, limits.budgets().noticesHeard(), "1");
            granted += limits.reserve(List.of(), List.of(claim)) instanceof Granted ? 1 : 0;
        }
        return granted;
    }

    @Test
    @Tag("S81")
    void foreign_values_are_replaced() {
        held(claim("0", "10"));
        String key = server.keys(BUDGETS).iterator().next();
        try (Jedis client = server.client()) {
            client.hset(key, Map.of("book", "nonsense", "somebody", "1:99:99999999999999", "else", "-1:2:3"));
            assertThat(heldThere("0", "1")).isFalse();
            assertThat(client.hgetAll(key)).doesNotContainKeys("somebody", "else");
            client.del(key);
            client.set(key, "foreign");
        }

        Eventually.until("it is told again what is held here", () -> !heldThere("0", "0"));
    }

    @Test
    void every_billionth_of_a_dollar_counts() {
        held(claim("9.999999998", "0.000000001"));
        assertThat(heldThere("9.999999998", "0.000000001")).isTrue();

        assertThat(heldThere("9.999999998", "0")).isFalse();
    }

    @Test
    void what_the_books_show_elsewhere_is_known_here() {
        held(claim("1", "0"));
        Eventually.until("heard", () -> {
            store.budgets().written(Map.of(KEY, BigDecimal.ONE), Map.of(KEY, new Booked(BigDecimal.TEN, PERIOD)));
            return !heldThere("1", "0");
        });
    }

    private static void elevenSecondsPass() {
        try (Jedis client = server.client()) {
            for (String key : client.keys(BUDGETS)) {
                client.hgetAll(key).forEach((name, value) -> {
                    String[] parts = value.split(":");
                    parts[2] = Long.toString(Long.parseLong(parts[2]) - 11_000);
                    client.hset(key, name, String.join(":", parts));
                });
            }
        }
    }
}
