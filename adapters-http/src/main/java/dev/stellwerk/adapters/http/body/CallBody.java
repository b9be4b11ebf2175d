package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.api.Operation;
import dev.stellwerk.application.call.Payload;
import org.jspecify.annotations.Nullable;

/** The body of a model call: what it says of itself, and how it is written for a deployment. Immutable. */
public sealed interface CallBody extends Payload permits RequestBody, MultipartBody, StoredResponseRequest {

    /** The model asked for; null when the body names none. */
    @Nullable
    String model();

    /** What it asks for, where the kind of its call does not say it; null where it does. */
    @Nullable
    Operation operation();

    /** The body for one deployment. Large bodies are not copied for it. */
    RenderedBody render(Rendering rendering);
}
