package dev.stellwerk.domain.error;

/** Why a call got no answer: an upstream failed, or the gateway refused. */
public sealed interface Failure permits UpstreamFailure, CallRefusal {
    /** What is meant, whatever words it is told in. */
    default Failure meant() {
        return this;
    }
}
