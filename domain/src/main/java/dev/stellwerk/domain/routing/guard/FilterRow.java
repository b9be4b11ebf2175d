package dev.stellwerk.domain.routing.guard;

import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filters in the order in which they run. One guard stands around all of them, as one around each costs a decision a
 * sixth of its time; what a filter's failure means is still that filter's own.
 */
public final class FilterRow {
    private final GuardedFilter[] filters;
    private final List<String> stages;

    /**
     * The filter after which there is nothing more to decide.
     *
     * @param failed it is closed and failed; otherwise it removed the last candidate
     */
    public record Stop(GuardedFilter filter, boolean failed) {}

    public FilterRow(List<GuardedFilter> filters) {
        this.filters = filters.toArray(GuardedFilter[]::new);
        this.stages = filters.stream().map(GuardedFilter::stage).toList();
    }

    /** Runs them until nobody is left or one has failed for which nobody may pass; null when somebody is left. */
    public @Nullable Stop run(CandidateSet candidates, RoutingContext context) {
        candidates.standBefore(stages);
        int next = 0;
        while (true) { // from the start, and once more after each open filter that fails
            CandidateSet.Removal before = null;
            try {
                for (; next < filters.length; next++) {
                    GuardedFilter filter = filters[next];
                    if (filter.sitsOut(candidates, context)) {
                        continue;
                    }
                    before = candidates.lendTo(next);
                    filter.apply(candidates, context);
                    if (candidates.nobodyLeft()) {
                        return new Stop(filter, false);
                    }
                }
                return null;
            } catch (Throwable thrown) {
                if (!filters[next].failed(thrown, candidates, before, context)) {
                    return new Stop(filters[next], true);
                }
                next++;
            }
        }
    }
}
