package dev.stellwerk.adapters.http.upstream.dialect.messages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a schema is one of those that OpenAI's strict mode takes: every object is closed, and all of its members have to be there. */
final class StrictSchema {
    private StrictSchema() {}

    static boolean holds(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> object ->
                isClosed(object) && object.values().stream().allMatch(StrictSchema::holds);
            case List<?> list -> list.stream().allMatch(StrictSchema::holds);
            case null, default -> true;
        };
    }

    private static boolean isClosed(Map<?, ?> schema) {
        boolean describesObject = "object".equals(schema.get("type"))
                || (schema.get("type") instanceof List<?> types && types.contains("object"))
                || schema.get("properties") instanceof Map<?, ?>;
        if (!describesObject) {
            return true;
        }
        return Boolean.FALSE.equals(schema.get("additionalProperties"))
                && schema.get("properties") instanceof Map<?, ?> properties
                && schema.get("required") instanceof List<?> required
                && required.containsAll(properties.keySet());
    }
}
