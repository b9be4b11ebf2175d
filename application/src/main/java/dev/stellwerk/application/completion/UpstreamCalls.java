package dev.stellwerk.application.completion;

import dev.stellwerk.application.call.RequestFields;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.UpstreamClient;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.spi.routing.CallType;
import org.jspecify.annotations.Nullable;

/** Calls deployments; the only line of the main path that leaves the process. */
final class UpstreamCalls {
    private final UpstreamClient client;
    private final boolean keepUpstreamModel;

    /** @param keepUpstreamModel answers keep the upstream's model name */
    UpstreamCalls(UpstreamClient client, boolean keepUpstreamModel) {
        this.client = client;
        this.keepUpstreamModel = keepUpstreamModel;
    }

    /** The name that the client knows the model by; what it asked for before is remembered by the group alone. */
    private static @Nullable String name(ModelCall call, Step.Call step) {
        return call.type() == CallType.STORED_RESPONSE ? step.decision().pool().name() : call.model();
    }

    Outcome call(ModelCall call, Step.Call step) {
        return client.call(new UpstreamCall(
                step.decision().deployment(),
                call.type(),
                call.streaming(),
                call.payload(),
                step.overrides().isEmpty() ? RequestFields.NONE : new RequestFields(step.overrides()),
                keepUpstreamModel ? null : name(call, step),
                step.bounds(),
                call.cancellation()));
    }
}
