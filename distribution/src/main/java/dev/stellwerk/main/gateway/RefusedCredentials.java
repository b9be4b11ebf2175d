package dev.stellwerk.main.gateway;

import dev.stellwerk.application.port.out.UpstreamClient;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which upstreams refuse the gateway's own credential, until they answer again. Only the operator can mend that,
 * and callers see but an error. As large as the configuration, no larger.
 */
final class RefusedCredentials implements UpstreamClient {
    private final UpstreamClient upstreams;
    private final Map<DeploymentId, String> refused = new ConcurrentHashMap<>();

    RefusedCredentials(UpstreamClient upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public Outcome call(UpstreamCall call) {
        Outcome outcome = upstreams.call(call);
        switch (outcome) {
            case Outcome.Failed failed -> learn(call.deployment().id(), failed.failure());
            case Outcome.Answered _, Outcome.Streaming _ -> {
                if (!refused.isEmpty()) {
                    refused.remove(call.deployment().id());
                }
            }
            case Outcome.Cancelled _ -> {}
        }
        return outcome;
    }

    private void learn(DeploymentId id, UpstreamFailure failure) {
        if (isCredential(failure.kind())) {
            refused.put(id, failure.status() + " " + failure.kind().word());
        }
    }

    private static boolean isCredential(ErrorClass kind) {
        return kind == ErrorClass.AUTHENTICATION || kind == ErrorClass.PERMISSION_DENIED;
    }

    /** The answer that the credential got, by deployment. */
    Map<DeploymentId, String> all() {
        return refused;
    }
}
