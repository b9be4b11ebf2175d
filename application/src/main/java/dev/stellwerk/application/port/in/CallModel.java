package dev.stellwerk.application.port.in;

/** Use case: have a model call answered by the best deployment that may answer it. */
public interface CallModel {
    /** Blocks until there is a whole answer, the first event of a stream, or a failure. */
    Answer call(ModelCall call);
}
