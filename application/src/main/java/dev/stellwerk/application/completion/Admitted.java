package dev.stellwerk.application.completion;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.session.FallbackReport;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.List;

/**
 * A call that may be made: who makes it, and everything its routing depends on, fixed for all its attempts.
 *
 * @param catalog the one view of the configuration for the whole call
 * @param settings those in force for this caller
 * @param ties what ties it to the deployment of an earlier call
 * @param ignoredTags caller tags that policy left out
 */
public record Admitted(
        Caller caller,
        CatalogSnapshot catalog,
        RoutingSettings settings,
        RoutingRequest request,
        Ties ties,
        List<String> ignoredTags) {

    /** Whether this caller may know of a deployment: what belongs to other teams is the admins' business alone. */
    boolean sees(Deployment deployment) {
        return caller.admin()
                || deployment.visibility().openTo(request.constraints().teamId());
    }

    /** A failure as this caller may be told of it. */
    public Failure told(Failure failure) {
        return failure instanceof CallRefusal.NoneUsable none && !caller.admin() ? none.withoutVariables() : failure;
    }

    /** The same for what became of the fallbacks. */
    public FallbackReport told(FallbackReport report) {
        Failure last = report.lastFailure();
        return last == null
                ? report
                : new FallbackReport(report.group(), report.available(), report.skipped(), told(last));
    }
}
