package dev.stellwerk.adapters.http.inbound.error;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.spi.InvalidValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refusals of requests that cannot be read as what they should be, to be thrown. */
public final class Refusals {
    private Refusals() {}

    /** A part of the request is at fault. */
    public static CallRefused invalid(String message, @Nullable String param) {
        return new CallRefused(new CallRefusal.Invalid(message, param));
    }

    /** The body is no JSON. */
    public static CallRefused noJson(String problem) {
        return invalid("Invalid JSON payload: " + problem, "request_body");
    }

    /** The body carries a field that only the configuration may set. */
    public static CallRefused forbiddenField(String name) {
        return new CallRefused(new CallRefusal.ForbiddenField(name));
    }

    /** No customer can have the id that the call names. */
    public static CallRefused customerUnfit() {
        return new CallRefused(new CallRefusal.CustomerUnfit());
    }

    /** A value cannot be what it should be. */
    public static CallRefused of(InvalidValue invalid) {
        return invalid(String.valueOf(invalid.getMessage()), invalid.field());
    }

    /** The process holds as many bytes as it can. */
    public static CallRefused memoryFull() {
        return new CallRefused(new CallRefusal.Unavailable(
                "it holds as many bytes as its memory has room for", Duration.ofSeconds(1)));
    }
}
