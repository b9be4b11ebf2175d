package dev.stellwerk.adapters.http.inbound.call;

import dev.stellwerk.adapters.http.body.Fields;
import dev.stellwerk.adapters.http.inbound.error.Refusals;
import dev.stellwerk.adapters.http.json.JsonMembers.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Members that would choose where a call goes or with which credential: only the configuration does that. They are
 * refused at the top level and wherever their content would become part of the request.
 */
final class ForbiddenFields {
    private static final Set<String> NAMES = Set.of(
            "api_base",
            "base_url",
            "api_key",
            "api_version",
            "organization",
            "custom_llm_provider",
            "model_list",
            "user_config",
            "proxy",
            "region_name",
            "extra_headers",
            "specific_deployment",
            "deployment_id");
    private static final String[] PREFIXES = {"aws_", "azure_", "vertex_"};

    private ForbiddenFields() {}

    static void check(Fields fields) {
        check(fields.names());
        if (fields.kind("extra_body") == Kind.OBJECT) {
            check(fields.object("extra_body").names());
        }
        for (String list : new String[] {"fallbacks", "context_window_fallbacks", "content_policy_fallbacks"}) {
            if (fields.has(list)) {
                checkTree(fields.tree(list));
            }
        }
    }

    static void check(List<String> names) {
        for (int index = 0; index < names.size(); index++) { // no iterator: this runs for every call
            check(names.get(index));
        }
    }

    private static void checkTree(@Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(ForbiddenFields::checkTree);
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
        if (NAMES.contains(name) || NAMES.contains(name.toLowerCase(Locale.ROOT)) || prefixed(name)) {
            throw Refusals.forbiddenField(name);
        }
    }

    private static boolean prefixed(String name) {
        for (String prefix : PREFIXES) {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }
}
