package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.adapters.http.body.Fields;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.inbound.error.ErrorReply;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.Cancellation;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.ExplainRoute.OnBehalfOf;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.routing.CallType;
import java.util.List;

/** Says where a call would go and why. */
final class ExplainRoutes {
    private static final String PATH = "/v1/route/explain";
    private static final String ROUTE = "/chat/completions";

    private final CallReader reader;
    private final ExplainRoute explain;
    private final Authorize authorize;
    private final ExplanationJson json;

    ExplainRoutes(CallReader reader, ExplainRoute explain, Authorize authorize, ExplanationJson json) {
        this.reader = reader;
        this.explain = explain;
        this.authorize = authorize;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(Route.guarded("POST", PATH, "explain", this::explain));
    }

    private void explain(Exchange exchange) {
        ModelCall call = reader.read(exchange, CallType.CHAT, ROUTE, Cancellation.NEVER);
        OnBehalfOf other = onBehalfOf(call);
        if (!other.equals(OnBehalfOf.ONESELF)
                && !authorize.authenticate(exchange.credential()).admin()) {
            exchange.send(ErrorReply.of(403, "auth_error", null, "Only admins may ask on behalf of a key or team."));
            return;
        }
        exchange.send(json.values(explain.explain(call, other)));
    }

    private static OnBehalfOf onBehalfOf(ModelCall call) {
        if (!(call.payload() instanceof RequestBody body)) {
            return OnBehalfOf.ONESELF;
        }
        Fields fields = body.fields();
        return new OnBehalfOf(fields.string("as_key"), fields.string("as_team"));
    }
}
