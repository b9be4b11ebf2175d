package dev.stellwerk.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChargeTest {
    @Test
    void only_what_is_counted_in_tokens_is_settled_by_use() {
        assertThat(Arrays.stream(LimitKind.values()).filter(LimitKind::ofTokens))
                .containsExactly(LimitKind.TOKENS, LimitKind.INPUT_TOKENS, LimitKind.OUTPUT_TOKENS);
    }

    @Test
    void clients_know_limits_by_these_names() {
        assertThat(LimitKind.REQUESTS.label()).isEqualTo("requests");
        assertThat(LimitKind.TOKENS.label()).isEqualTo("tokens");
        assertThat(LimitKind.PARALLEL_REQUESTS.label()).isEqualTo("max_parallel_requests");
    }

    @Test
    void a_deployments_own_limits_are_told_apart() {
        assertThat(new Charge(LimitScope.DEPLOYMENT, "d", LimitKind.REQUESTS, 5, 1).ofDeployment())
                .isTrue();
        assertThat(new Charge(LimitScope.KEY, "d", LimitKind.REQUESTS, 5, 1).ofDeployment())
                .isFalse();
    }
}
