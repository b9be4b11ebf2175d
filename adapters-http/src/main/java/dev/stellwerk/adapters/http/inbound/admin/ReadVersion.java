package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.domain.access.Version;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version of a record between an answer's {@code ETag} and a later request's {@code If-Match}. */
final class ReadVersion {
    private static final HeaderName ETAG = HeaderNames.create("etag");
    private static final HeaderName IF_MATCH = HeaderNames.create("if-match");
    private static final Pattern FORM = Pattern.compile("\"?([0-9]{1,18})\"?");
    private static final String ANY = "*";

    private ReadVersion() {}

    static void tell(Exchange exchange, Version version) {
        exchange.set(ETAG, '"' + Long.toString(version.number()) + '"');
    }

    /** The version that the request was made for; null when it does not say. */
    static @Nullable Version of(Exchange exchange) {
        String stated = exchange.header(IF_MATCH);
        if (stated == null || stated.equals(ANY)) {
            return null;
        }
        Matcher form = FORM.matcher(stated);
        if (!form.matches()) { // none that was ever told
            throw outdated();
        }
        return new Version(Long.parseLong(form.group(1)));
    }

    /** The same for a request that may name several records, which have a version each. */
    static @Nullable Version of(Exchange exchange, Collection<String> records) {
        Version version = of(exchange);
        if (version != null && records.size() > 1) {
            throw new RefusedField("If-Match", "If-Match speaks of one record: name one");
        }
        return version;
    }

    /** Of what is to be made no version can have been read. */
    static void requireNone(Exchange exchange) {
        if (exchange.header(IF_MATCH) != null) {
            throw outdated();
        }
    }

    private static ManagementFault outdated() {
        return new ManagementFault(new Problem.Outdated());
    }
}
