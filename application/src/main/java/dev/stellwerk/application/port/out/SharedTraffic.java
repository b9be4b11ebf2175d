package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.traffic.Cooldown;

/** Tells other instances what this one learned; what they tell is written into the traffic board by the adapter. */
public interface SharedTraffic {
    /** There are no others. */
    SharedTraffic ALONE = (_, _) -> {};

    /** Never blocks for long and never fails: others may learn of it within a second, or not at all. */
    void announce(DeploymentId id, Cooldown cooldown);
}
