package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.inbound.connection.ClientCall;
import dev.stellwerk.adapters.http.inbound.connection.ClientConnection;
import dev.stellwerk.adapters.http.inbound.connection.Stopping;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.inbound.route.Cors;
import dev.stellwerk.adapters.http.inbound.route.CredentialReader;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.MediaTypeRefused;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.RouteTable;
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
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens to every request: route, body, handler, and an answer whatever goes wrong. */
final class Dispatcher implements Handler {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final io.helidon.http.Header NO_SNIFFING = HeaderValues.create("x-content-type-options", "nosniff");
    private static final HeaderName ALLOW = HeaderNames.ALLOW;

    /** Bodies up to here are read from anybody; larger ones only after the credential was found to be good. */
    private static final long BODY_OF_STRANGERS_MAX = 64 << 10;

    private final RouteTable table;
    private final CredentialReader credentials;
    private final Authorize authorize;
    private final ErrorReplies errors;
    private final Cors cors;
    private final Stopping stopping;
    private final Time time;
    private final Supplier<String> ids;

    Dispatcher(
            RouteTable table,
            CredentialReader credentials,
            Authorize authorize,
            ErrorReplies errors,
            Cors cors,
            Stopping stopping,
            Time time,
            Supplier<String> ids) {
        this.table = table;
        this.credentials = credentials;
        this.authorize = authorize;
        this.errors = errors;
        this.cors = cors;
        this.stopping = stopping;
        this.time = time;
        this.ids = ids;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long started = time.nanos();
        response.headers().set(NO_SNIFFING);
        cors.apply(request, response);
        RouteTable.Place place = table.find(request.prologue().uriPath().rawPath());
        String method = request.prologue().method().text();
        Route route = place == null ? null : place.routes().get(method);
        if (route == null) {
            route = noRoute(place, method);
        }
        String variable = place == null ? null : place.variable();
        var exchange = new Exchange(request, response, credentials, route, variable, started);
        boolean close = exchange.last() || stopping.begun();
        if (close) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
        try {
            answer(exchange);
        } finally {
            ClientConnection.CURRENT.get().callEnds();
        }
        if (close) {
            throw new CloseConnectionException("the last request of this connection");
        }
    }

    private void answer(Exchange exchange) {
        try {
            readBody(exchange);
            if (stopping.begun()) {
                exchange.send(errors.stopping());
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
            exchange.sendDetail(422, fault.detail());
        } catch (StoreUnavailable unavailable) {
            LOG.log(System.Logger.Level.WARNING, "a request was refused: {0}", unavailable.getMessage());
            send(exchange, errors.storeAway());
        } catch (RuntimeException fault) {
            internalError(exchange, fault);
        }
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

    private static void refuseAndClose(Exchange exchange, RequestException malformed) {
        int status = malformed.status().code();
        String type = status == 413 ? "request_too_large" : "invalid_request_error";
        String message = status == 413 ? "The request body is too large" : "The request is malformed";
        exchange.answerHeaders().set(HeaderValues.CONNECTION_CLOSE);
        exchange.send(ErrorReply.of(status, type, null, message));
        throw new CloseConnectionException("malformed body", malformed);
    }

    private void internalError(Exchange exchange, RuntimeException fault) {
        String id = ids.get();
        LOG.log(
                System.Logger.Level.ERROR,
                "request " + id + " to " + exchange.route().path() + " failed",
                fault);
        if (exchange.answered()) {
            throw new CloseConnectionException("failed in the middle of an answer", fault);
        }
        send(exchange, ErrorReply.of(500, "internal_server_error", null, "Internal error. Request id: " + id));
    }

    private static Route noRoute(RouteTable.@Nullable Place place, String method) {
        if (place == null) {
            return Route.anywhere(exchange -> exchange.sendDetail(404, "Not Found"));
        }
        Set<String> methods = new TreeSet<>(place.routes().keySet());
        methods.add("OPTIONS");
        String allowed = String.join(", ", methods);
        int status = method.equals("OPTIONS") ? 200 : 405;
        return Route.anywhere(exchange -> {
            exchange.set(ALLOW, allowed);
            exchange.sendDetail(status, status == 200 ? "OK" : "Method Not Allowed");
        });
    }
}
