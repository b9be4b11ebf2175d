package dev.stellwerk.application.access;

import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import java.time.Duration;
import java.util.function.Supplier;

/** Turns a store that cannot be asked into the refusal that says so. */
public final class Stores {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Stores() {}

    /**
     * The answer of a store.
     *
     * @param what what is asked for, for the message
     * @throws CallRefused when there is none
     */
    public static <T> T ask(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreUnavailable e) {
            throw new CallRefused(new CallRefusal.Unavailable(what, RETRY_AFTER));
        }
    }
}
