package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.api.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a response that was made before. It has no body: all of it stands in its address.
 *
 * @param method in upper case
 * @param id the response's name
 * @param below what is asked for below it, such as {@code /cancel}; empty for the response itself
 * @param query what goes upstream of its query, encoded; empty for nothing
 */
public record StoredResponseRequest(String method, String id, String below, String query) implements CallBody {

    /** What follows the address of all responses. */
    public String path() {
        return "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20") + below;
    }

    @Override
    public @Nullable String model() {
        return null;
    }

    @Override
    public @Nullable Operation operation() {
        return null;
    }

    @Override
    public RenderedBody render(Rendering rendering) {
        return RenderedBody.none();
    }
}
