package dev.stellwerk.adapters.http.upstream.answer;

import dev.stellwerk.application.call.Header;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.MessageHeaders;

/** The few headers of an upstream's answer that clients may see. */
public final class VisibleHeaders {
    private static final int COUNT_MAX = 40;
    private static final int VALUE_MAX = 512;
    private static final Set<String> NAMES = Set.of(
            "apim-request-id",
            "azureml-model-session",
            "cf-ray",
            "openai-model",
            "openai-processing-ms",
            "openai-version",
            "request-id",
            "retry-after",
            "retry-after-ms",
            "x-envoy-upstream-service-time",
            "x-ms-client-request-id",
            "x-ms-deployment-name",
            "x-ms-region",
            "x-request-id");

    private VisibleHeaders() {}

    public static List<Header> of(MessageHeaders head) {
        List<Header> allowed = List.of();
        Iterator<org.apache.hc.core5.http.Header> all = head.headerIterator();
        while (all.hasNext()) {
            org.apache.hc.core5.http.Header header = all.next();
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (allowed(name) && clean(header.getValue()) && allowed.size() < COUNT_MAX) {
                allowed = allowed.isEmpty() ? new ArrayList<>() : allowed;
                allowed.add(new Header(name, header.getValue()));
            }
        }
        return allowed;
    }

    private static boolean allowed(String name) {
        return NAMES.contains(name) || name.startsWith("x-ratelimit-") || name.startsWith("anthropic-ratelimit-");
    }

    private static boolean clean(String value) {
        if (value == null || value.isEmpty() || value.length() > VALUE_MAX) {
            return false;
        }
        for (int at = 0; at < value.length(); at++) {
            if (value.charAt(at) < ' ' || value.charAt(at) > '~') {
                return false;
            }
        }
        return true;
    }
}
