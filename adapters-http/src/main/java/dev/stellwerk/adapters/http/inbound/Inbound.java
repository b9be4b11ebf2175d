package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.inbound.answer.AnswerHeaders;
import dev.stellwerk.adapters.http.inbound.answer.AnswerWriter;
import dev.stellwerk.adapters.http.inbound.call.CallReader;
import dev.stellwerk.adapters.http.inbound.call.CustomerReader;
import dev.stellwerk.adapters.http.inbound.call.MessagesRoutes;
import dev.stellwerk.adapters.http.inbound.call.ModelRoutes;
import dev.stellwerk.adapters.http.inbound.call.StoredResponseRoutes;
import dev.stellwerk.adapters.http.inbound.call.TagReader;
import dev.stellwerk.adapters.http.inbound.connection.ConnectionDeadlines;
import dev.stellwerk.adapters.http.inbound.connection.Stopping;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.explain.ExplainRoutes;
import dev.stellwerk.adapters.http.inbound.explain.ExplanationJson;
import dev.stellwerk.adapters.http.inbound.health.HealthRoutes;
import dev.stellwerk.adapters.http.inbound.listing.ListingRoutes;
import dev.stellwerk.adapters.http.inbound.listing.OpenApiRoute;
import dev.stellwerk.adapters.http.inbound.listing.RoutesRoute;
import dev.stellwerk.adapters.http.inbound.listing.UtilityRoutes;
import dev.stellwerk.adapters.http.inbound.route.CallerAddress;
import dev.stellwerk.adapters.http.inbound.route.Cors;
import dev.stellwerk.adapters.http.inbound.route.CredentialReader;
import dev.stellwerk.adapters.http.inbound.route.Exchanges;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.RouteTable;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.CallModel;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.ListModels;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Puts the routes of callers, and those that others bring, behind one listener.
 *
 * @param apiBase the base URL of an endpoint as clients may see it
 * @param ids draws names for calls that bring none
 */
public record Inbound(
        CallModel callModel,
        ExplainRoute explain,
        ListModels models,
        Authorize authorize,
        Readiness readiness,
        ErrorReplies errors,
        Function<Endpoint, String> apiBase,
        Time time,
        Supplier<String> ids) {

    /**
     * Starts to listen.
     *
     * @param account of the bytes that are held
     * @throws CannotListen when the address cannot be had
     */
    public GatewayServer start(ServerSettings settings, HeldBytes account, List<Route> more) {
        return start(settings, account, more, ConnectionDeadlines.DEFAULTS);
    }

    GatewayServer start(ServerSettings settings, HeldBytes account, List<Route> more, ConnectionDeadlines deadlines) {
        var stopping = new Stopping();
        long bodyBytesMax = settings.wire().requestBytesMax();
        var refusals = new EarlyRefusals(bodyBytesMax, ids);
        var dispatcher = new Dispatcher(
                new RouteTable(
                        routes(settings, account, more, stopping),
                        settings.wire().rootPath()),
                new Exchanges(
                        new CredentialReader(settings.access()),
                        ids,
                        account,
                        bodyBytesMax,
                        new CallerAddress(settings.wire().trustedProxies())),
                authorize,
                errors,
                refusals,
                new Cors(settings.wire().corsOrigins()),
                stopping,
                time);
        return GatewayServer.start(settings, dispatcher, refusals, stopping, time, deadlines);
    }

    private List<Route> routes(ServerSettings settings, HeldBytes account, List<Route> more, Stopping stopping) {
        var reader = new CallReader(new CustomerReader(settings.access()), new TagReader(settings.lenient()));
        var headers = new AnswerHeaders(settings.version(), apiBase, time);
        var writer = new AnswerWriter(headers, errors, stopping, account);
        var routes = new ArrayList<Route>();
        routes.addAll(new ModelRoutes(reader, callModel, writer).routes());
        routes.addAll(new MessagesRoutes(reader, callModel, writer).routes());
        routes.addAll(new StoredResponseRoutes(reader, callModel, writer).routes());
        routes.addAll(new ListingRoutes(models).routes());
        routes.addAll(new UtilityRoutes(models).routes());
        routes.addAll(new ExplainRoutes(reader, explain, new ExplanationJson(errors, apiBase)).routes());
        routes.addAll(health(settings, stopping).routes());
        routes.addAll(more);
        routes.add(new OpenApiRoute(routes, settings.version(), authorize).route());
        routes.add(new RoutesRoute(routes).route());
        return routes;
    }

    private HealthRoutes health(ServerSettings settings, Stopping stopping) {
        return new HealthRoutes(readiness, stopping, settings.version(), settings.database(), settings.redis());
    }
}
