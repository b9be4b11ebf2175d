package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.body.BodyMembers;
import dev.stellwerk.adapters.http.body.MemberUse;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses members that only the configuration may set, at the top level and wherever their content would become part of
 * the request, and members that the gateway goes by and another reader could read otherwise. What it does not go by is
 * not looked at.
 */
final class JudgedMembers {
    private static final String[] FALLBACKS = {"fallbacks", "context_window_fallbacks", "content_policy_fallbacks"};
    private static final int NAME_LENGTH_TOLD = 64;

    private JudgedMembers() {}

    static void check(BodyMembers fields) {
        for (int index = 0; index < fields.size(); index++) { // no iterator: this runs for every call
            switch (MemberUse.of(fields.name(index))) {
                case FORBIDDEN -> throw forbidden(fields.name(index));
                case STAYS, READ -> fields.requireUnambiguous(index);
                case PASSED -> {}
            }
        }
        if (fields.kind("extra_body") == Kind.OBJECT) {
            checkNames(fields.object("extra_body"));
        }
        for (String list : FALLBACKS) {
            if (fields.has(list)) {
                checkTree(fields.tree(list));
            }
        }
    }

    /** The fields of a form. */
    static void check(List<String> names) {
        names.forEach(JudgedMembers::check);
    }

    private static void checkNames(BodyMembers fields) {
        for (int index = 0; index < fields.size(); index++) {
            check(fields.name(index));
        }
    }

    private static void checkTree(@Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(JudgedMembers::checkTree);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> {
                check(String.valueOf(name));
                if (!"messages".equals(name)) { // what people say is not the gateway's business
                    checkTree(inner);
                }
            });
        }
    }

    private static void check(String name) {
        if (MemberUse.of(name) == MemberUse.FORBIDDEN) {
            throw forbidden(name);
        }
    }

    /** Of a name only its beginning is told, and of that only what every reader reads alike. */
    private static RuntimeException forbidden(String name) {
        String told = name.length() <= NAME_LENGTH_TOLD ? name : name.substring(0, NAME_LENGTH_TOLD) + "...";
        return Refusals.forbiddenField(told.replaceAll("[^ -~]", "?"));
    }
}
