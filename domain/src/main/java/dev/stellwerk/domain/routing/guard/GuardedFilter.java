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
    private final boolean always;
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
        always = byId && !failsOpen;
    }

    public String name() {
        return name;
    }

    public String stage() {
        return stage;
    }

    /** Whether it has no part in this decision. */
    boolean sitsOut(CandidateSet candidates, RoutingContext context) {
        return !always
                && ((candidates.calledById() && !holdsForCallsById)
                        || (open && !bench.plays(context.now().nanos())));
    }

    /** Lets it remove whom it wants. Whatever it throws reaches the row it stands in. */
    void apply(CandidateSet candidates, RoutingContext context) {
        filter.apply(candidates, context);
        candidates.takeBack();
        if (open) {
            bench.worked();
        }
    }

    /** After it threw: undoes what an open one has removed; false when nobody may pass for a closed one. */
    boolean failed(
            Throwable thrown, CandidateSet candidates, CandidateSet.@Nullable Removal before, RoutingContext context) {
        candidates.takeBack();
        mishaps.happened(name, "failed", thrown);
        if (open) {
            candidates.undo(before);
            bench.failed(context.now().nanos());
        }
        return open;
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
