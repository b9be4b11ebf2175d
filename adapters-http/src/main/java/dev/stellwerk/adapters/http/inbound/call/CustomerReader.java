package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.body.MultipartBody;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.RequestHeaders;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.application.access.CustomerIds;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On whose behalf a call is made: the first place that names somebody. Ids are taken letter by letter. */
public final class CustomerReader {
    private final List<HeaderName> headers = new ArrayList<>();

    public CustomerReader(Access access) {
        headers.add(RequestHeaders.CUSTOMER_ID);
        headers.add(RequestHeaders.END_USER_ID);
        access.customerHeaders().forEach(name -> headers.add(HeaderNames.create(name)));
        if (access.userHeaderName() != null) {
            headers.add(HeaderNames.create(access.userHeaderName()));
        }
    }

    /** In {@code metadata} that is not the gateway's, others may hold what they like: only a text in it names somebody. */
    @Nullable
    String read(Exchange exchange, BodyMembers fields, MetadataOwner metadata) {
        String id = fromHeaders(exchange);
        id = id == null ? present(fields.string("user")) : id;
        id = id == null && fields.has("litellm_metadata")
                ? present(fields.object("litellm_metadata").string("user"))
                : id;
        id = id == null && fields.has("metadata") && (metadata == MetadataOwner.GATEWAY || namesUser(fields))
                ? present(fields.object("metadata").string("user_id"))
                : id;
        return checked(id == null ? present(fields.string("safety_identifier")) : id);
    }

    private static boolean namesUser(BodyMembers fields) {
        return fields.kind("metadata") == Kind.OBJECT
                && fields.object("metadata").kind("user_id") == Kind.STRING;
    }

    @Nullable
    String read(Exchange exchange, MultipartBody body) {
        String id = fromHeaders(exchange);
        return checked(id == null ? present(body.field("user")) : id);
    }

    @Nullable
    String read(Exchange exchange) {
        return checked(fromHeaders(exchange));
    }

    private @Nullable String fromHeaders(Exchange exchange) {
        for (HeaderName name : headers) {
            String id = exchange.header(name);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    private static @Nullable String present(@Nullable String id) {
        return id == null || id.isEmpty() ? null : id;
    }

    private static @Nullable String checked(@Nullable String id) {
        if (id != null && !CustomerIds.acceptable(id)) {
            throw Refusals.customerUnfit();
        }
        return id;
    }
}
