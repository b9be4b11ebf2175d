package dev.stellwerk.application.port.in;

/** What a request presented as its credential. */
public sealed interface Credential {
    /** A text that may be a key. */
    record Presented(String text) implements Credential {
        @Override
        public String toString() {
            return "Presented[***]";
        }
    }

    /** Nothing. */
    record Missing() implements Credential {}

    /** An {@code Authorization} header of no known form. */
    record Malformed() implements Credential {}

    /** Several that contradict each other. */
    record Several() implements Credential {}
}
