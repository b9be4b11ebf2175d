package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.traffic.Cooldown;

/** Whoever failed too often sits out for a while. A call by id is how one looks whether it works again. */
final class CooldownFilter implements DeploymentFilter {
    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        long now = context.nowNanos();
        if (!candidates.pool().anyMayBeCooling(now)) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            Cooldown cooldown =
                    candidates.traffic(place).cooldown(context.facts().callType(), now);
            if (cooldown != null) {
                candidates.remove(place, new Rejection.CoolingDown(cooldown.remaining(now), cooldown.status()));
            }
        }
    }

    @Override
    public boolean holdsForCallsById() {
        return false;
    }
}
