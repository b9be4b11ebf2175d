package dev.stellwerk.adapters.http.inbound.explain;

import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.inbound.call.CallReader;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.ExplainRoute.OnBehalfOf;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.List;

/** Says where a call would go and why. */
public final class ExplainRoutes {
    private static final String PATH = "/v1/route/explain";
    private static final String ROUTE = "/chat/completions";

    private final CallReader reader;
    private final ExplainRoute explain;
    private final ExplanationJson json;

    public ExplainRoutes(CallReader reader, ExplainRoute explain, ExplanationJson json) {
        this.reader = reader;
        this.explain = explain;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(Route.guarded("POST", PATH, "explain", this::explain));
    }

    private void explain(Exchange exchange) {
        ModelCall call = reader.read(exchange, CallType.CHAT, ROUTE, Cancellation.NEVER);
        exchange.send(json.values(explain.explain(call, onBehalfOf(call))));
    }

    private static OnBehalfOf onBehalfOf(ModelCall call) {
        if (!(call.payload() instanceof RequestBody body)) {
            return OnBehalfOf.ONESELF;
        }
        BodyMembers fields = body.fields();
        return new OnBehalfOf(fields.string("as_key"), fields.string("as_team"));
    }
}
