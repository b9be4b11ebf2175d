package dev.stellwerk.application.port.out;

/** Asks whether calls are likely to succeed now. Cheap, safe to repeat, never throws. */
public interface Readiness {
    Result check();

    /** The answer. */
    sealed interface Result {
        /** Calls are likely to succeed. */
        record Ready() implements Result {}

        /**
         * They are not.
         *
         * @param cause in an operator's words: "redis at cache:6379 refused the connection"
         */
        record NotReady(String cause) implements Result {}
    }
}
