package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.catalog.Deployment;
import dev.stellwerk.domain.catalog.DeploymentPool;
import dev.stellwerk.domain.traffic.DeploymentTraffic;

/** The deployments that may all serve a request: what a strategy chooses from. Never empty, in configuration order. */
public final class Eligible {
    private final DeploymentPool pool;
    private final int[] places;

    Eligible(DeploymentPool pool, int[] places) {
        this.pool = pool;
        this.places = places;
    }

    public int count() {
        return places.length;
    }

    /** The deployment at a place from 0 to {@code count() - 1}. */
    public Deployment deployment(int i) {
        return pool.deployment(places[i]);
    }

    /** Live figures of the deployment; other threads change them meanwhile. */
    public DeploymentTraffic traffic(int i) {
        return pool.traffic(places[i]);
    }

    /** Where it stands in its group. */
    int place(int i) {
        return places[i];
    }
}
