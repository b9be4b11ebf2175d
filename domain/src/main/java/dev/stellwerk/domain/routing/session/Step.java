package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.routing.Decision;
import java.time.Duration;
import java.util.Map;

/** What the driver of a {@link RoutingSession} must do next. */
public sealed interface Step {
    /**
     * Call this deployment.
     *
     * @param overrides request fields that the fallback target replaces
     * @param group the name under which it is called: the one sent, or the fallback target
     */
    record Call(Decision.Chosen decision, AttemptBounds bounds, Map<String, Object> overrides, String group)
            implements Step {}

    /** Wait, then ask {@link RoutingSession#resume}. */
    record Pause(Duration length) implements Step {}

    /** There is nothing left to try. */
    record GiveUp(Failure failure, FallbackReport fallbacks) implements Step {}
}
