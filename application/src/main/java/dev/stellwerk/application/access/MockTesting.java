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
        return Optional.of(new CallRefusal.ActingOutRefused(simulated.kind()));
    }
}
