package dev.stellwerk.domain.routing.guard;

import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.OnFailure;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A filter, whoever brought it, behind what its failure means: a closed one that fails refuses the request, an open one
 * that fails has removed nobody.
 */
public final class GuardedFilter {
    private final String name;
    private final String stage;
    private final DeploymentFilter filter;
    private final boolean holdsForCallsById;
    private final boolean open;
    private final Mishaps mishaps;
    private final Bench bench = new Bench();

    /**
     * @param name as configuration and messages have it
     * @param stage as {@code explain} shows it: the name of a built-in, {@code plugin:<name>} for everybody else
     */
    public GuardedFilter(String name, String stage, DeploymentFilter filter, Mishaps mishaps) {
        this.name = name;
        this.stage = stage;
        this.filter = filter;
        this.mishaps = mishaps;
        boolean byId = true;
        boolean failsOpen = false;
        try {
            byId = filter.holdsForCallsById();
            failsOpen = filter.onFailure() == OnFailure.OPEN;
        } catch (Throwable thrown) { // the narrower meaning of both stays
            mishaps.happened(name, "could not say for which calls it holds", thrown);
        }
        holdsForCallsById = byId;
        open = failsOpen;
    }

    public String name() {
        return name;
    }

    public String stage() {
        return stage;
    }

    public boolean holdsForCallsById() {
        return holdsForCallsById;
    }

    /** Lets it remove whom it wants; false when it failed and nobody may pass for that. */
    public boolean apply(CandidateSet candidates, RoutingContext context) {
        if (open && !bench.plays(context.now().nanos())) {
            return true;
        }
        CandidateSet.Removal before = candidates.lendTo(stage);
        try {
            filter.apply(candidates, context);
        } catch (Throwable thrown) {
            mishaps.happened(name, "failed", thrown);
            if (open) {
                candidates.undo(before);
                bench.failed(context.now().nanos());
            }
            return open;
        } finally {
            candidates.takeBack();
        }
        if (open) {
            bench.worked();
        }
        return true;
    }

    /** What it says after it removed the last candidate; null when it failed to say anything. */
    public @Nullable Refusal refusal(CandidateSet candidates, RoutingContext context) {
        candidates.lendTo(stage);
        try {
            return Objects.requireNonNull(filter.refusal(candidates, context), "the refusal");
        } catch (Throwable thrown) {
            mishaps.happened(name, "failed to say why nobody is left", thrown);
            return null;
        } finally {
            candidates.takeBack();
        }
    }
}
