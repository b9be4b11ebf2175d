package dev.stellwerk.application.access;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may have failures acted out: admins, and by setting everybody or nobody. */
public final class MockTesting {
    private MockTesting() {}

    /** Why the call may not ask for this; empty when it may, or asks for nothing. */
    public static Optional<CallRefusal> fault(
            Caller caller, GatewayConfiguration.Access settings, @Nullable Simulated simulated) {
        if (simulated == null) {
            return Optional.empty();
        }
        Boolean setting = settings.mockTesting();
        boolean allowed = setting == null ? caller.admin() : setting;
        if (allowed) {
            return Optional.empty();
        }
        String name = parameter(simulated);
        return Optional.of(new CallRefusal.Invalid(
                "Mock testing request params are disabled on this proxy: " + name
                        + ". Set general_settings.dangerously_allow_mock_testing_request_params to allow them.",
                name,
                "invalid_request_error"));
    }

    private static String parameter(Simulated simulated) {
        return switch (simulated) {
            case RATE_LIMIT -> "mock_testing_rate_limit_error";
            case FAILURE -> "mock_testing_fallbacks";
            case CONTEXT_WINDOW -> "mock_testing_context_fallbacks";
            case CONTENT_POLICY -> "mock_testing_content_policy_fallbacks";
            case TIMEOUT -> "mock_timeout";
        };
    }
}
