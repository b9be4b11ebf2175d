package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.CooldownView;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.time.Duration;

/** Whoever failed too often sits out for a while. A call by id is how one looks whether it works again. */
final class CooldownFilter implements DeploymentFilter {
    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        Moment now = context.now();
        if (!candidates.group().anyMayBeCooling(now)) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            CooldownView cooldown =
                    candidates.traffic(place).cooldown(context.request().callType(), now);
            if (cooldown != null) {
                candidates.remove(place, coolingDown(cooldown.remaining(now), cooldown.status()));
            }
        }
    }

    private static Reason coolingDown(Duration left, int status) {
        return Reason.down(
                "cooling_down", () -> "sits out for another " + left.toMillis() + " ms after status " + status, left);
    }

    @Override
    public boolean holdsForCallsById() {
        return false;
    }
}
