package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form in which a client wants its answer: by a schema, which some models take as that of a tool alone. */
final class AnswerFormat {
    /** The tool whose input is the answer. */
    static final String TOOL = "json_tool_call";

    private AnswerFormat() {}

    /** The schema that the answer has to follow; null when there is none. */
    static @Nullable Object schema(@Nullable Object responseFormat) {
        Map<String, @Nullable Object> format = Values.object(responseFormat);
        return "json_schema".equals(format.get("type"))
                ? Values.object(Values.object(format.get("json_schema")).get("schema"))
                : null;
    }

    /** The schema, if the model takes it as a tool's alone; else null. */
    static @Nullable Object asTool(@Nullable Object responseFormat, String model) {
        return ModelTraits.of(model).structuredOutputs() ? null : schema(responseFormat);
    }

    /** Whether the answer comes as a tool's input. */
    static boolean asTool(OutgoingCall call) {
        Object format = call.overrides().get("response_format");
        if (format == null && call.body() instanceof RequestBody body) {
            format = body.fields().tree("response_format");
            format = format == null
                    ? Values.object(body.fields().tree("extra_body")).get("response_format")
                    : format;
        }
        format = format == null ? call.defaults().get("response_format") : format;
        return asTool(format, call.endpoint().model()) != null;
    }
}
