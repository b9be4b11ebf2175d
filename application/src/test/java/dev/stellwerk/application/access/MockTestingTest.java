package dev.stellwerk.application.access;

import static dev.stellwerk.application.access.AccessFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MockTestingTest {
    private final Caller key = new AccessFixture().callerWith(Map.of());

    @Test
    void without_a_setting_it_is_for_admins_S29() {
        var settings = settings(null, false, null);

        assertThat(MockTesting.fault(Caller.MASTER_KEY, settings, Simulated.FAILURE))
                .isEmpty();
        assertThat(MockTesting.fault(key, settings, Simulated.FAILURE)).isPresent();
        assertThat(MockTesting.fault(key, settings, null)).isEmpty();
    }

    @Test
    void the_setting_lets_everybody_or_nobody() {
        assertThat(MockTesting.fault(key, settings(null, false, true), Simulated.TIMEOUT))
                .isEmpty();
        assertThat(MockTesting.fault(Caller.MASTER_KEY, settings(null, false, false), Simulated.RATE_LIMIT))
                .contains(new CallRefusal.ActingOutRefused(ErrorClass.RATE_LIMIT));
    }
}
