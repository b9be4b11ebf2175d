package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.request.SourcedTags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Use case: say where a call would go and why, without sending it and without changing anything. */
public interface ExplainRoute {
    Explanation explain(ModelCall call, OnBehalfOf onBehalfOf);

    /** For admins: explain as if another key or team asked; null means as oneself. */
    record OnBehalfOf(@Nullable String key, @Nullable String teamId) {
        public static final OnBehalfOf ONESELF = new OnBehalfOf(null, null);
    }

    /**
     * The decision, candidate by candidate.
     *
     * @param model the name asked for
     * @param group the group it leads to; null when it leads nowhere
     * @param strategy the strategy that would choose
     * @param selected the deployment that would be called now; null when there is none
     * @param error what the real call would answer instead; null when something is selected
     */
    record Explanation(
            String model,
            @Nullable String group,
            @Nullable Alias alias,
            Caller caller,
            SourcedTags tags,
            List<RegionRestriction> regions,
            @Nullable String strategy,
            List<Candidate> candidates,
            @Nullable String selected,
            Answer.@Nullable Failed error) {}

    /**
     * One deployment of the group.
     *
     * @param rejection why it is out; null when it is eligible
     * @param probability the share it would get now; 0 when it is out
     */
    record Candidate(Deployment deployment, @Nullable Rejection rejection, double probability) {}
}
