package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.inbound.connection.ClientCall;
import dev.stellwerk.adapters.http.inbound.connection.ClientConnection;
import dev.stellwerk.adapters.http.inbound.connection.Stopping;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.inbound.route.Cors;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Exchanges;
import dev.stellwerk.adapters.http.inbound.route.MediaTypeRefused;
import dev.stellwerk.adapters.http.inbound.route.RequestHeaders;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.RouteTable;
import dev.stellwerk.adapters.http.inbound.route.UnservedRoutes;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.time.Time;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What happens to every request: route, body, handler, and an answer whatever goes wrong. */
final class Dispatcher implements Handler {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final io.helidon.http.Header NO_SNIFFING = HeaderValues.create("x-content-type-options", "nosniff");
    private static final HeaderName ALLOW = HeaderNames.ALLOW;

    /** Bodies up to here are read from anybody; larger ones only after the credential was found to be good. */
    private static final long BODY_OF_STRANGERS_MAX = 64 << 10;

    private final RouteTable table;
    private final Exchanges exchanges;
    private final Authorize authorize;
    private final ErrorReplies errors;
    private final EarlyRefusals refusals;
    private final Cors cors;
    private final Stopping stopping;
    private final Time time;

    Dispatcher(
            RouteTable table,
            Exchanges exchanges,
            Authorize authorize,
            ErrorReplies errors,
            EarlyRefusals refusals,
            Cors cors,
            Stopping stopping,
            Time time) {
        this.table = table;
        this.exchanges = exchanges;
        this.authorize = authorize;
        this.errors = errors;
        this.refusals = refusals;
        this.cors = cors;
        this.stopping = stopping;
        this.time = time;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long started = time.nanos();
        response.headers().set(NO_SNIFFING);
        cors.apply(request, response);
        String path = table.below(request.prologue().uriPath().rawPath());
        RouteTable.Place place = table.find(path);
        Route route = route(place, path, request.prologue().method());
        String variable = place == null ? null : place.variable();
        Exchange exchange = exchanges.begin(request, response, route, variable, started);
        exchange.set(RequestHeaders.CALL_ID, exchange.callId());
        exchange.set(RequestHeaders.REQUEST_ID, exchange.callId());
        boolean close = exchange.last() || stopping.begun();
        if (close) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        } else if (exchange.earlierVersion()) {
            response.headers().set(HeaderValues.CONNECTION_KEEP_ALIVE);
        }
        try {
            answer(exchange);
            exchange.finish();
        } finally {
            exchange.release();
            ClientConnection.CURRENT.get().callEnds();
        }
        if (close || exchange.unframed()) {
            throw new CloseConnectionException("the last request of this connection");
        }
    }

    private void answer(Exchange exchange) {
        try {
            if (!refusedWhileStopping(exchange)) {
                readBody(exchange);
            }
            if (refusedWhileStopping(exchange)) {
                send(exchange, errors.stopping());
            } else {
                exchange.route().handler().handle(exchange);
            }
        } catch (CloseConnectionException end) {
            throw end;
        } catch (InsufficientDataAvailableException left) {
            throw new CloseConnectionException("the client left in the middle of a request", left);
        } catch (RequestException malformed) {
            refuseAndClose(exchange, malformed);
        } catch (CallRefused refused) {
            send(exchange, errors.of(refused, exchange.route().path()));
        } catch (InvalidValue invalid) {
            exchange.send(errors.of(Refusals.of(invalid), exchange.route().path()));
        } catch (MediaTypeRefused _) {
            exchange.send(
                    ErrorReply.of(415, "invalid_request_error", "content-type", "This route takes application/json"));
        } catch (ValidationFault fault) {
            refuseUnreadable(exchange, fault);
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.WARNING, "a request was refused: {0}", unavailable.getMessage());
            send(exchange, errors.storeAway());
        } catch (RuntimeException fault) {
            internalError(exchange, fault);
        }
    }

    /** In LiteLLM's shape, but where clients know only their own API's. */
    private static void refuseUnreadable(Exchange exchange, ValidationFault fault) {
        switch (exchange.route().api()) {
            case OPENAI -> exchange.sendDetail(422, fault.detail());
            case MESSAGES -> exchange.send(ErrorReply.of(422, null, fault.field(), fault.sentence()));
        }
    }

    /** Probes are answered to the end; everything else is for another instance, or for a later try. */
    private boolean refusedWhileStopping(Exchange exchange) {
        return stopping.begun() && !exchange.route().open();
    }

    private void readBody(Exchange exchange) {
        long announced = exchange.announcedBytes();
        boolean large = announced < 0 || announced > BODY_OF_STRANGERS_MAX;
        if (large && exchange.route().open()) {
            throw Refusals.invalid("this route takes no such body", "content-length");
        }
        if (large) {
            authorize.authenticate(exchange.credential());
        }
        exchange.bodyBegins(errors::stopping);
        byte[] _ = exchange.body();
        ClientCall _ = exchange.begin();
    }

    /** Answers in front of an unread body end the connection: its bytes must not be taken for a next request. */
    private static void send(Exchange exchange, ErrorReply reply) {
        if (exchange.bodyRead()) {
            exchange.send(reply);
            return;
        }
        exchange.answerHeaders().set(HeaderValues.CONNECTION_CLOSE);
        exchange.send(reply);
        throw new CloseConnectionException("answered before the body was read");
    }

    private void refuseAndClose(Exchange exchange, RequestException malformed) {
        exchange.answerHeaders().set(HeaderValues.CONNECTION_CLOSE);
        exchange.send(refusals.reply(malformed.status(), String.valueOf(malformed.getMessage())));
        throw new CloseConnectionException("malformed body", malformed);
    }

    private void internalError(Exchange exchange, RuntimeException fault) {
        String id = exchange.callId();
        LOG.log(
                System.Logger.Level.ERROR,
                "request " + id + " to " + exchange.route().path() + " failed",
                fault);
        if (exchange.answered()) {
            throw new CloseConnectionException("failed in the middle of an answer", fault);
        }
        send(exchange, ErrorReply.of(500, "internal_server_error", null, "Internal error. Request id: " + id));
    }

    private Route route(RouteTable.@Nullable Place place, String path, Method method) {
        Route route = place == null ? null : place.routes().get(method.text());
        if (route == null && place != null && method.equals(Method.HEAD)) {
            route = place.routes().get(Method.GET.text()); // the same without a body
        }
        return route == null ? noRoute(place, path, method.text()) : route;
    }

    private Route noRoute(RouteTable.@Nullable Place place, String path, String method) {
        boolean action = path.lastIndexOf(':') > path.lastIndexOf('/'); // of a model, whose name is a route of its own
        if ((place == null || action) && UnservedRoutes.contains(path)) {
            return Route.guarded(method, path, "unserved", this::unserved);
        }
        if (path.equals("*")) {
            return Route.anywhere(exchange -> {
                exchange.set(ALLOW, "GET, HEAD, OPTIONS, POST"); // of the gateway as a whole
                exchange.sendDetail(200, "OK");
            });
        }
        if (place == null) {
            return Route.anywhere(exchange -> exchange.sendDetail(404, "Not Found"));
        }
        Set<String> methods = new TreeSet<>(place.routes().keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        String allowed = String.join(", ", methods);
        int status = method.equals("OPTIONS") ? 200 : 405;
        return Route.anywhere(exchange -> {
            exchange.set(ALLOW, allowed);
            exchange.sendDetail(status, status == 200 ? "OK" : "Method Not Allowed");
        });
    }

    private void unserved(Exchange exchange) {
        authorize.authenticate(exchange.credential());
        exchange.send(ErrorReply.of(
                        501,
                        "not_implemented",
                        null,
                        "This gateway does not serve " + exchange.route().path())
                .with("x-should-retry", "false"));
    }
}
