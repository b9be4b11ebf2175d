package dev.stellwerk.main.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.TrafficBoard;
import dev.stellwerk.main.StillTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class DeploymentLogTest {
    private static final DeploymentId A = new DeploymentId("a");

    private final StillTime time = new StillTime();
    private final TrafficBoard board = new TrafficBoard();
    private final Map<DeploymentId, String> refused = new ConcurrentHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final DeploymentLog log = new DeploymentLog(
            board, refused, time, line -> lines.add("warning: " + line), line -> lines.add("info: " + line));

    private void coolDown(int status, String reason, long seconds) {
        Duration length = Duration.ofSeconds(seconds);
        board.of(A).coolDown(new Cooldown(time.nanos() + length.toNanos(), status, reason, length));
    }

    private List<String> look() {
        lines.clear();
        log.look();
        return lines;
    }

    @Test
    void a_deployment_that_works_is_not_spoken_of() {
        board.of(A).countSuccess(time.nanos());

        assertThat(look()).isEmpty();
    }

    @Test
    void going_out_of_service_and_coming_back_are_one_line_each() {
        coolDown(500, "InternalServerError", 30);
        assertThat(look()).containsExactly("warning: deployment a is out of service for 30 s: 500 InternalServerError");
        assertThat(look()).isEmpty();

        time.passSeconds(31);
        assertThat(look()).containsExactly("info: deployment a is back in service");
        assertThat(look()).isEmpty();
    }

    @Test
    void a_rest_that_is_prolonged_for_the_same_reason_is_no_news() {
        coolDown(429, "RateLimitError", 5);
        look();
        coolDown(429, "RateLimitError", 60);
        assertThat(look()).isEmpty();

        coolDown(500, "InternalServerError", 90);
        assertThat(look()).singleElement().asString().contains("500 InternalServerError");
    }

    @Test
    void a_refused_credential_is_told_once_until_the_upstream_answers_again() {
        board.of(A);
        refused.put(A, "403 PermissionDeniedError");
        assertThat(look())
                .containsExactly(
                        "warning: deployment a: its upstream refuses the gateway's credential: 403 PermissionDeniedError");
        assertThat(look()).isEmpty();

        refused.remove(A);
        assertThat(look()).isEmpty();
        refused.put(A, "403 PermissionDeniedError");
        assertThat(look()).hasSize(1);
    }

    @Test
    void a_refused_credential_that_led_to_a_rest_is_not_told_twice() {
        coolDown(401, "AuthenticationError", 30);
        refused.put(A, "401 AuthenticationError");

        assertThat(look()).singleElement().asString().contains("out of service for 30 s: 401");
    }
}
