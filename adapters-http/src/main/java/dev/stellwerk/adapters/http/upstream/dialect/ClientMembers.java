package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.body.MemberUse;
import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.body.Rendering;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.adapters.http.json.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** What a client sent, for whoever says it in another API. */
public final class ClientMembers {
    private ClientMembers() {}

    /** The members, with what a fallback replaces in them. */
    public static JsonMembers of(OutgoingCall call, RequestBody client) {
        if (call.overrides().isEmpty()) {
            return client.members();
        }
        RenderedBody replaced = client.render(new Rendering(client.model(), call.overrides(), Map.of(), false));
        try {
            var bytes = new ByteArrayOutputStream((int) replaced.length());
            replaced.writeTo(bytes);
            return JsonMembers.of(bytes.toByteArray());
        } catch (IOException | MalformedJson impossible) {
            throw new UncheckedIOException(new IOException("a body of our own cannot be read", impossible));
        }
    }

    /** Whether what cannot be said is left out instead of refused. */
    public static boolean drops(OutgoingCall call, RequestBody client) {
        Object own = client.fields().tree("drop_params");
        return Boolean.TRUE.equals(own == null ? call.defaults().get("drop_params") : own);
    }

    /** Writes what speaks to the gateway, where what a fallback replaces has taken it out. */
    public static void addGatewaysOwn(JsonMembers client, JsonMembers sent, JsonWriter out) {
        for (int index = 0; client != sent && index < client.size(); index++) {
            String name = client.name(index);
            boolean gateways = MemberUse.of(name) == MemberUse.STAYS
                    && !name.equals("model")
                    && !name.equals("metadata")
                    && !name.equals("extra_body"); // whose members stand among the others by now
            if (gateways && sent.find(name) < 0) {
                out.name(name).value(client, index);
            }
        }
    }
}
