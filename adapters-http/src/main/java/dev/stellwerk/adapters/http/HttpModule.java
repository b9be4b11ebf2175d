package dev.stellwerk.adapters.http;

import dev.stellwerk.adapters.http.inbound.CannotListen;
import dev.stellwerk.adapters.http.inbound.GatewayServer;
import dev.stellwerk.adapters.http.inbound.Inbound;
import dev.stellwerk.adapters.http.inbound.ServerSettings;
import dev.stellwerk.adapters.http.inbound.admin.CustomerRoutes;
import dev.stellwerk.adapters.http.inbound.admin.KeyRoutes;
import dev.stellwerk.adapters.http.inbound.admin.TeamRoutes;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.adapters.http.inbound.explain.ExplanationJson;
import dev.stellwerk.adapters.http.inbound.listing.PluginsJson;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.adapters.http.upstream.HttpUpstreamClient;
import dev.stellwerk.adapters.http.upstream.WireOptions;
import dev.stellwerk.adapters.http.upstream.dialect.Bases;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.CallModel;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.ListModels;
import dev.stellwerk.application.port.in.ListPlugins;
import dev.stellwerk.application.port.in.ManageCustomers;
import dev.stellwerk.application.port.in.ManageKeys;
import dev.stellwerk.application.port.in.ManageTeams;
import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.application.port.out.UpstreamClient;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP for the rest of the platform: a server for the use cases, and JSON for the command line. */
public final class HttpModule {
    private HttpModule() {}

    /**
     * How the gateway meets its clients.
     *
     * @param host the address to listen on
     * @param port the port; 0 picks a free one
     * @param version the gateway's own version
     * @param drain how long running calls may go on when it stops
     * @param database whether there is one to speak of in readiness
     * @param redis whether state is shared through it at this moment; null means that it never is
     * @param lenient malformed tags are ignored instead of refused, as LiteLLM does
     */
    public record Settings(
            String host,
            int port,
            String version,
            Duration drain,
            Access access,
            Wire wire,
            boolean database,
            @Nullable Readiness redis,
            boolean lenient) {}

    /** What clients can have done. */
    public record UseCases(
            CallModel callModel,
            ExplainRoute explain,
            ListModels models,
            Authorize authorize,
            ManageKeys keys,
            ManageTeams teams,
            ManageCustomers customers) {}

    /** One account of the bytes that are held for clients and of upstreams: server and client take from the same. */
    public static final class Memory {
        private final HeldBytes bytes = HeldBytes.ofHeap();

        private Memory() {}
    }

    /** The account of this process, sized by its heap. */
    public static Memory memory() {
        return new Memory();
    }

    /** A server that listens. */
    public interface RunningServer extends AutoCloseable {
        /** The port it listens on. */
        int port();

        /** Calls {@code onDeath} once if the listener is gone although nobody stopped it. */
        void watchListener(Runnable onDeath);

        /** Readiness turns red, so that balancers look away; everything is served until {@link #close}. */
        void announceStop();

        /**
         * Refuses new requests at once, lets running calls and streams end for as long as the settings say, ends the
         * rest with an error they can tell from an answer, and returns when all is closed. Idempotent.
         */
        @Override
        void close();
    }

    /**
     * Starts to listen.
     *
     * @param ids draws names for calls that bring none
     * @throws Refused when the address cannot be had; its message names host and port
     */
    public static RunningServer start(
            Settings settings, UseCases useCases, Readiness readiness, Memory memory, Time time, Supplier<String> ids) {
        var errors = new ErrorReplies(settings.wire(), time);
        var inbound = new Inbound(
                useCases.callModel(),
                useCases.explain(),
                useCases.models(),
                useCases.authorize(),
                readiness,
                errors,
                HttpModule::apiBase,
                time,
                ids);
        try {
            return new Running(inbound.start(serverSettings(settings), memory.bytes, management(useCases)));
        } catch (CannotListen fault) {
            throw new Refused(fault);
        }
    }

    /** The address to listen on cannot be had; the message is one line for the operator. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(CannotListen cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** A client for upstreams with the resources it holds. */
    public interface Upstreams extends AutoCloseable {
        UpstreamClient client();

        /** Ends all calls and closes all connections. */
        @Override
        void close();
    }

    /** Makes the client that calls upstreams. */
    public static Upstreams upstreams(Wire wire, Memory memory, Time time) {
        var client = new HttpUpstreamClient(
                time,
                new WireOptions(
                        wire.openaiUsageChunk(),
                        wire.alwaysIncludeUsage(),
                        WireOptions.DEFAULTS.connectionsPerHostMax(),
                        wire.openingHeldMax(),
                        wire.outgoing()),
                memory.bytes);
        return new OpenUpstreams(client);
    }

    private record OpenUpstreams(HttpUpstreamClient client) implements Upstreams {
        @Override
        public void close() {
            client.close();
        }
    }

    /** A decision as the JSON that the explain endpoint answers. */
    public static String explanationJson(ExplainRoute.Explanation explanation, Wire wire, Time time) {
        var errors = new ErrorReplies(wire, time);
        return new ExplanationJson(errors, HttpModule::apiBase).explanationJson(explanation);
    }

    /** Plugins as JSON. */
    public static String pluginsJson(ListPlugins.Listing listing) {
        return PluginsJson.of(listing);
    }

    /** What a client would read instead of an answer: status and message, for people. */
    public static String errorText(Answer.Failed failed, Wire wire, Time time) {
        ErrorReply reply = new ErrorReplies(wire, time).of(failed, "/chat/completions");
        return reply.status() + ": " + reply.message();
    }

    /** The same for a call that was refused before it was routed. */
    public static String errorText(CallRefused refused, Wire wire, Time time) {
        ErrorReply reply = new ErrorReplies(wire, time).of(refused, "/chat/completions");
        return reply.status() + ": " + reply.message();
    }

    private static List<Route> management(UseCases useCases) {
        var routes = new ArrayList<Route>();
        routes.addAll(new KeyRoutes(useCases.keys(), useCases.authorize()).routes());
        routes.addAll(new TeamRoutes(useCases.teams(), useCases.authorize()).routes());
        routes.addAll(new CustomerRoutes(useCases.customers(), useCases.authorize()).routes());
        return routes;
    }

    private static ServerSettings serverSettings(Settings settings) {
        return new ServerSettings(
                settings.host(),
                settings.port(),
                settings.version(),
                settings.drain(),
                settings.access(),
                settings.wire(),
                settings.database(),
                settings.redis(),
                settings.lenient());
    }

    private static String apiBase(Endpoint endpoint) {
        String configured = endpoint.apiBase();
        if (configured == null && endpoint.provider().equals("openai")) {
            return "https://api.openai.com"; // as LiteLLM writes it, without the version that calls have in their path
        }
        String base = configured == null ? Bases.ofProvider(endpoint.provider()) : configured;
        return base == null ? "" : base;
    }

    private record Running(GatewayServer server) implements RunningServer {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public void watchListener(Runnable onDeath) {
            server.watchListener(onDeath);
        }

        @Override
        public void announceStop() {
            server.announceStop();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
