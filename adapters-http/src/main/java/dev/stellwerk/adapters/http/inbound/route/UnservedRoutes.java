package dev.stellwerk.adapters.http.inbound.route;

import java.util.ArrayList;
import java.util.List;

/**
 * Routes of the API that clients know and this gateway does not serve. They are told so: the answer to an unknown path
 * looks like a slip of the pen, and tools that manage things take it for their being gone.
 */
public final class UnservedRoutes {
    /** With the version in front and without. */
    private static final String[] MODEL_API = {
        "assistants",
        "batches",
        "containers",
        "conversations",
        "evals",
        "files",
        "fine_tuning",
        "messages",
        "ocr",
        "rag",
        "realtime",
        "responses",
        "search",
        "skills",
        "threads",
        "uploads",
        "vector_stores",
        "videos"
    };

    private static final String[] PROVIDERS = {
        "anthropic",
        "assemblyai",
        "azure",
        "azure_ai",
        "bedrock",
        "cohere",
        "eu.assemblyai",
        "gemini",
        "langfuse",
        "milvus",
        "mistral",
        "openai",
        "vertex-ai",
        "vertex_ai",
        "vllm"
    };

    private static final String[] MANAGEMENT = {
        "a2a",
        "access_group",
        "active/callbacks",
        "add/allowed_ip",
        "agents",
        "audit",
        "budget",
        "cache",
        "callbacks",
        "config",
        "credentials",
        "customer/daily",
        "customers",
        "delete/allowed_ip",
        "fallback",
        "get/config",
        "global",
        "guardrails",
        "health",
        "jwt/key/mapping",
        "key/aliases",
        "key/bulk_update",
        "key/health",
        "key/regenerate",
        "key/service-account",
        "mcp",
        "metrics",
        "model/delete",
        "model/metrics",
        "model/new",
        "model/settings",
        "model/update",
        "model_group/make_public",
        "organization",
        "policies",
        "project",
        "prompts",
        "provider/budgets",
        "public",
        "queue",
        "reload",
        "router/settings",
        "schedule",
        "search_tools",
        "settings",
        "spend",
        "tag",
        "team/available",
        "team/bulk_member_add",
        "team/daily",
        "team/member_add",
        "team/member_delete",
        "team/member_update",
        "team/model",
        "team/permissions_list",
        "team/permissions_update",
        "user",
        "utils",
        "v1/access_group",
        "v1/agents",
        "v1/mcp",
        "v1/unified_access_group",
        "v1beta/models",
        "v2/key/info",
        "v2/model/info",
        "v2/team/list",
        "v2/user/info",
        "vector_store"
    };

    /** What follows an id in the middle of a path. */
    private static final String[][] AROUND_IDS = {
        {"/key/", "/regenerate"},
        {"/key/", "/reset_spend"},
        {"/model/", "/update"},
        {"/team/", "/callback"},
        {"/team/", "/disable_logging"},
        {"/models/", ":generateContent"},
        {"/models/", ":streamGenerateContent"},
        {"/models/", ":countTokens"}
    };

    private static final List<String> PREFIXES = prefixes();

    private UnservedRoutes() {}

    private static List<String> prefixes() {
        var all = new ArrayList<String>();
        for (String name : MODEL_API) {
            all.add("/v1/" + name);
            all.add("/" + name);
        }
        for (String[] names : new String[][] {PROVIDERS, MANAGEMENT}) {
            for (String name : names) {
                all.add("/" + name);
            }
        }
        return List.copyOf(all);
    }

    /** Whether a path for which there is no route is one of them, or lies below one. */
    public static boolean contains(String path) {
        for (String prefix : PREFIXES) {
            if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
                return true;
            }
        }
        for (String[] around : AROUND_IDS) {
            boolean id = path.length() > around[0].length() + around[1].length();
            if (id && path.startsWith(around[0]) && path.endsWith(around[1])) {
                return true;
            }
        }
        return false;
    }
}
