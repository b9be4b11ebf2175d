package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.port.in.ManagementFault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How management routes say that something cannot be done: each in the shape that LiteLLM gave it. */
final class Faults {
    private final ErrorReplies errors;

    Faults(ErrorReplies errors) {
        this.errors = errors;
    }

    /**
     * How a route says that what was named does not exist.
     *
     * @param detail in {@code {"detail":{"error":…}}} instead of the envelope
     * @param type the envelope's type
     * @param param the envelope's param; null means the fault's own
     */
    record NotFound(
            boolean detail, @Nullable String type, @Nullable String param) {
        static final NotFound DETAIL = new NotFound(true, null, null);

        static NotFound envelope(String type, @Nullable String param) {
            return new NotFound(false, type, param);
        }
    }

    /** The handler, with its faults answered. */
    Route.Handler around(NotFound notFound, Route.Handler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (ManagementFault fault) {
                answer(exchange, notFound, fault);
            }
        };
    }

    private void answer(Exchange exchange, NotFound notFound, ManagementFault fault) {
        String field = fault.field() == null ? "body" : fault.field();
        switch (fault.kind()) {
            case MISSING_FIELD -> throw ValidationFault.missing("body", field);
            case MALFORMED_FIELD -> throw new ValidationFault("value_error", "body", field, fault.getMessage(), null);
            case NOT_FOUND -> answerNotFound(exchange, notFound, fault);
            case INVALID, EXISTS, OUTDATED -> exchange.send(errors.of(fault));
        }
    }

    private static void answerNotFound(Exchange exchange, NotFound notFound, ManagementFault fault) {
        if (notFound.detail()) {
            exchange.sendDetail(404, Map.of("error", fault.getMessage()));
            return;
        }
        String param = notFound.param() == null ? fault.field() : notFound.param();
        exchange.send(ErrorReply.of(404, notFound.type(), param, fault.getMessage()));
    }
}
