package dev.stellwerk.application.call;

import java.util.Collections;
import java.util.Map;

/** Fields of a request by their names, with values as JSON has them: what a fallback target says in the client's place. */
public record RequestFields(Map<String, Object> values) {
    /** The client's own stand. */
    public static final RequestFields NONE = new RequestFields(Map.of());

    public RequestFields {
        values = Collections.unmodifiableMap(values);
    }
}
