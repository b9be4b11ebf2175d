package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Timeouts;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times one attempt may take.
 *
 * @param connect until the connection stands
 * @param whole until a plain answer is there
 * @param event until a stream's first event, and between two events
 * @param chosenByCaller the request set the bound itself: passing it says nothing about the deployment
 */
public record AttemptBounds(Duration connect, Duration whole, Duration event, boolean chosenByCaller) {

    /** The narrowest word counts: the request's, then the deployment's, then the router's. */
    public static AttemptBounds of(RoutingRequest.Overrides request, Deployment deployment, RoutingSettings settings) {
        Timeouts own = deployment.timeouts();
        RoutingSettings.Bounds router = settings.timeouts();
        Duration whole = firstOf(request.timeout(), own.whole(), router.whole(), router.whole());
        Duration event = request.streamTimeout() != null || own.stream() != null || router.stream() != null
                ? firstOf(request.streamTimeout(), own.stream(), router.stream(), whole)
                : whole;
        return new AttemptBounds(
                router.connect(), whole, event, request.timeout() != null || request.streamTimeout() != null);
    }

    private static Duration firstOf(
            @Nullable Duration first, @Nullable Duration second, @Nullable Duration third, Duration last) {
        return first != null ? first : second != null ? second : third != null ? third : last;
    }
}
