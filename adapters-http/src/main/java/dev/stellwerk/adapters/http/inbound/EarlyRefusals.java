package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.api.ClientApi;
import dev.stellwerk.adapters.http.inbound.call.MessagesRoutes;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.route.RequestHeaders;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;

/** What is wrong with a request before it has been read whole: said in the envelope as well, with what to do about it. */
final class EarlyRefusals implements DirectHandler {
    private static final int TOO_LARGE = 413;
    private static final int MESSAGE_LENGTH_MAX = 300;
    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1 << 20);

    private final long bodyBytesMax;
    private final Supplier<String> ids;

    /** @param ids draws names for requests of which too little is known */
    EarlyRefusals(long bodyBytesMax, Supplier<String> ids) {
        this.bodyBytesMax = bodyBytesMax;
        this.ids = ids;
    }

    /** For whatever the server finds before there is a route. */
    DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        String id = ids.get();
        headers.set(HeaderNames.CONTENT_TYPE, "application/json");
        headers.set(RequestHeaders.REQUEST_ID, id);
        headers.set(RequestHeaders.CALL_ID, id);
        if (status.code() == 405) {
            headers.set(HeaderNames.ALLOW, ""); // methods that are allowed nowhere
        }
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(reply(status, message).json(api(request), id))
                .build();
    }

    /** What the clients of the route speak that the request was for. */
    private static ClientApi api(TransportRequest request) {
        return MessagesRoutes.contain(request.path()) ? ClientApi.MESSAGES : ClientApi.OPENAI;
    }

    /** The reply to a request that is refused with this status for this reason. */
    ErrorReply reply(Status status, String reason) {
        return switch (status.code()) {
            case TOO_LARGE -> ErrorReply.of(TOO_LARGE, "request_too_large", null, tooLarge());
            case 501 -> ErrorReply.of(501, "not_implemented", null, text(status, reason));
            case 505 -> ErrorReply.of(505, "invalid_request_error", null, text(status, reason));
            default ->
                status.code() < 500
                        ? ErrorReply.of(status.code(), "invalid_request_error", null, text(status, reason))
                        : ErrorReply.of(status.code(), "internal_server_error", null, "Internal error");
        };
    }

    private String tooLarge() {
        String most = BigDecimal.valueOf(bodyBytesMax)
                .divide(MEGABYTE, 3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return "The request body is larger than general_settings.max_request_size_mb allows: " + most + " MB";
    }

    private static String text(Status status, String reason) {
        if (reason.isBlank() || reason.startsWith("Bad request, see")) { // the server keeps the reason to itself
            return status.reasonPhrase();
        }
        return reason.length() <= MESSAGE_LENGTH_MAX ? reason : reason.substring(0, MESSAGE_LENGTH_MAX);
    }
}
