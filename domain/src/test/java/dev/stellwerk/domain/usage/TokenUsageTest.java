package dev.stellwerk.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.price.Price;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TokenUsageTest {
    @Test
    void the_cost_is_exact() {
        var price = new Price(new BigDecimal("0.00000015"), new BigDecimal("0.0000006"));

        assertThat(new TokenUsage(1_000_001, 3).cost(price)).isEqualByComparingTo("0.15000195");
        assertThat(new TokenUsage(5, 5).cost(Price.FREE)).isEqualByComparingTo("0");
    }

    @Test
    void each_token_of_a_cache_is_paid_for_once() {
        var price = new Price(
                new BigDecimal("1"),
                new BigDecimal("2"),
                new BigDecimal("0.1"),
                new BigDecimal("1.25"),
                new BigDecimal("2.5"));
        var usage = new TokenUsage(100, 3, 50, 40, 10);

        assertThat(usage.cost(price)).isEqualByComparingTo("83.5"); // 10 plain, 50 read, 30 written, 10 for long, 3 out
        assertThat(usage.cost(new Price(BigDecimal.ONE, BigDecimal.TWO))).isEqualByComparingTo("106");
        assertThat(new TokenUsage(5, 0, 9, 9, 9)).isEqualTo(new TokenUsage(5, 0, 5, 0, 0));
    }

    @Test
    void tokens_are_never_fewer_than_none() {
        assertThat(new TokenUsage(-1, 7)).isEqualTo(new TokenUsage(0, 7));
        assertThat(new TokenUsage(3, 4).total()).isEqualTo(7);
    }
}
