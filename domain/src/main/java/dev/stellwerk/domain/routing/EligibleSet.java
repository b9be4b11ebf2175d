package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import org.jspecify.annotations.Nullable;

/** The deployments that may all serve a request: what a strategy chooses from. Never empty, in configuration order. */
public final class EligibleSet {
    private final DeploymentPool pool;
    private final int @Nullable [] places;

    /** Some of a group. */
    EligibleSet(DeploymentPool pool, int[] places) {
        this.pool = pool;
        this.places = places;
    }

    /** All of a group. */
    EligibleSet(DeploymentPool pool) {
        this.pool = pool;
        this.places = null;
    }

    public int count() {
        return places == null ? pool.size() : places.length;
    }

    /** The deployment at a place from 0 to {@code count() - 1}. */
    public Deployment deployment(int i) {
        return pool.deployment(place(i));
    }

    /** Live figures of the deployment; other threads change them meanwhile. */
    public DeploymentTraffic traffic(int i) {
        return pool.traffic(place(i));
    }

    /** What the deployment states under a figure; 0 when nothing. As its capacity says, but quicker. */
    public double stated(Capacity.Figure figure, int i) {
        return pool.figures(figure)[place(i)];
    }

    /** What all of them state together. */
    public double statedInAll(Capacity.Figure figure) {
        double[] figures = pool.figures(figure);
        double sum = 0;
        for (int i = 0; i < count(); i++) {
            sum += figures[place(i)];
        }
        return sum;
    }

    /** Where it stands in its group. */
    int place(int i) {
        return places == null ? i : places[i];
    }
}
