package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.UpstreamFailure;

/**
 * A token of a client's own for Anthropic. Every attempt is judged anew: it stands in the body only where the operator lets
 * it go, so that no dialect sees one that it must not send.
 */
final class BroughtCredential {
    private static final String PROVIDER = "anthropic";

    private BroughtCredential() {}

    /** The body as this deployment may see it. */
    static CallBody permitted(CallBody body, Deployment deployment) {
        return body instanceof RequestBody request && isBrought(body) && !goesTo(deployment)
                ? request.with(request.anthropic().withoutToken())
                : body;
    }

    private static boolean goesTo(Deployment deployment) {
        return deployment.clientCredential() != ClientCredential.UNUSED
                && deployment.endpoint().provider().equals(PROVIDER);
    }

    static boolean isBrought(CallBody body) {
        return body instanceof RequestBody request && request.anthropic().token() != null;
    }

    /**
     * What the token earned is its owner's: a refusal of it ends the call, and neither that nor limits of its owner's say
     * anything about the deployment, which serves others too.
     */
    static Outcome ofOwner(Outcome.Failed failed) {
        UpstreamFailure failure = failed.failure();
        return switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION_DENIED ->
                new Outcome.Failed(failure.broughtAboutByCaller(), failed.upstreamStatus(), failed.headers(), true);
            case RATE_LIMIT ->
                new Outcome.Failed(failure.broughtAboutByCaller(), failed.upstreamStatus(), failed.headers());
            case BAD_REQUEST,
                    CONTEXT_WINDOW_EXCEEDED,
                    CONTENT_POLICY_VIOLATION,
                    NOT_FOUND,
                    TIMEOUT,
                    CONFLICT,
                    REFUSED,
                    INTERNAL_SERVER,
                    BAD_GATEWAY,
                    SERVICE_UNAVAILABLE,
                    CONNECTION,
                    OTHER -> failed;
        };
    }
}
