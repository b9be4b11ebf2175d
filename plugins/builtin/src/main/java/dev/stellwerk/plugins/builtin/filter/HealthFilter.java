package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.Mark;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.RoutingContext;

/** Nothing is sent to a deployment that cannot work as configured. */
final class HealthFilter implements DeploymentFilter {
    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        Places unusable = candidates.group().marked(Mark.OUT_OF_SERVICE);
        boolean brought = context.request().credentialBrought();
        for (int place = unusable.next(0); place >= 0; place = unusable.next(place + 1)) {
            boolean serves = brought && candidates.deployment(place).servesBroughtCredentials();
            if (!serves && candidates.inPlay(place)) {
                candidates.remove(
                        place,
                        cannotBeCalled(
                                candidates.deployment(place).outOfService().orElseThrow()));
            }
        }
    }

    private static Reason cannotBeCalled(String why) {
        return Reason.down(why, "cannot be called as configured: " + why);
    }
}
