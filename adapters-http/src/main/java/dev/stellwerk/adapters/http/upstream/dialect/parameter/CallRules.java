package dev.stellwerk.adapters.http.upstream.dialect.parameter;

import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.domain.deployment.ParameterPath;
import dev.stellwerk.domain.deployment.ParameterRules;
import dev.stellwerk.domain.spi.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is wanted of parameters that a provider does not take: by the request, and by the deployment where that is silent.
 *
 * @param drops they are left out instead of refused
 * @param dropped are left out in any case
 * @param allowed are sent in any case
 * @param mends a request that the provider would refuse is mended where that can be done
 */
public record CallRules(boolean drops, List<ParameterPath> dropped, Set<String> allowed, boolean mends) {
    private static final String DROPPED = "additional_drop_params";
    private static final String ALLOWED = "allowed_openai_params";
    private static final int PATHS_MAX = 64;

    public static CallRules of(OutgoingCall call) {
        ParameterRules configured = call.rules();
        if (!(call.body() instanceof RequestBody body)) {
            return new CallRules(
                    configured.dropsUnsupported(), configured.dropped(), configured.allowed(), configured.mends());
        }
        BodyMembers fields = body.fields();
        return new CallRules(
                flag(fields, "drop_params", configured.dropsUnsupported()),
                fields.has(DROPPED) ? paths(fields) : configured.dropped(),
                fields.has(ALLOWED) ? Set.copyOf(strings(fields, ALLOWED)) : configured.allowed(),
                flag(fields, "modify_params", configured.mends()));
    }

    private static boolean flag(BodyMembers fields, String name, boolean otherwise) {
        return fields.kind(name) == Kind.BOOLEAN ? Boolean.TRUE.equals(fields.bool(name)) : otherwise;
    }

    private static List<String> strings(BodyMembers fields, String name) {
        return fields.tree(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).distinct().toList()
                : List.of();
    }

    private static List<ParameterPath> paths(BodyMembers fields) {
        var paths = new ArrayList<ParameterPath>();
        for (String text : strings(fields, DROPPED)) {
            if (paths.size() == PATHS_MAX) {
                throw new UntranslatableCall("'" + DROPPED + "' must have at most " + PATHS_MAX + " elements", DROPPED);
            }
            try {
                paths.add(ParameterPath.parse(text));
            } catch (InvalidValue _) {
                throw new UntranslatableCall(
                        "'" + DROPPED + "' must lead to parameters, such as seed or tools[*].function.strict", DROPPED);
            }
        }
        return paths;
    }
}
