package dev.stellwerk.adapters.persistence.config.general;

import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.AddressRange;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what goes over the wire. */
public final class WireReader {
    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);
    private static final BigDecimal REQUEST_MEBIBYTES_MAX = BigDecimal.valueOf(1024);

    private static final Pattern ROOT = Pattern.compile("[\\w.~-]+(/[\\w.~-]+)*");

    private WireReader() {}

    public static Wire read(Section general, Section litellm, Section stellwerk, Environment environment) {
        return new Wire(
                requestBytesMax(general),
                stellwerk.flag("return_upstream_model", false),
                stellwerk.flag("openai_usage_chunk", false),
                general.flag("always_include_stream_usage", false),
                litellm.flag("expose_router_debug_in_errors", true),
                corsOrigins(stellwerk, environment),
                rootPath(general, environment),
                openingHeldMax(stellwerk.section("limits")),
                upstreamErrorCodes(stellwerk),
                trustedProxies(general, stellwerk),
                new OutgoingReader(litellm, environment).read());
    }

    private static long requestBytesMax(Section general) {
        Value value = general.get("max_request_size_mb");
        BigDecimal mebibytes = value == null ? null : value.amount();
        if (value == null || mebibytes == null) {
            return Wire.DEFAULTS.requestBytesMax();
        }
        if (mebibytes.signum() == 0 || mebibytes.compareTo(REQUEST_MEBIBYTES_MAX) > 0) {
            value.error("must be more than 0 and at most " + REQUEST_MEBIBYTES_MAX);
        }
        return mebibytes.multiply(MEBIBYTE).longValue();
    }

    private static Duration openingHeldMax(Section limits) {
        Duration held = limits.seconds("hold_opening_seconds");
        limits.reportOthers(Level.ERROR);
        return held == null ? Wire.DEFAULTS.openingHeldMax() : held;
    }

    /** Whose word the code of an error is. */
    private enum ErrorCodes {
        STATUS,
        OPENAI
    }

    private static boolean upstreamErrorCodes(Section stellwerk) {
        Value written = stellwerk.get("compat_error_codes");
        return written != null && written.oneOf(ErrorCodes.class) == ErrorCodes.OPENAI;
    }

    private static List<AddressRange> trustedProxies(Section general, Section stellwerk) {
        var ranges = new ArrayList<AddressRange>();
        Value proxies = stellwerk.get("trusted_proxies");
        for (Value item : proxies == null ? List.<Value>of() : proxies.isList() ? proxies.items() : List.of(proxies)) {
            String text = item.text();
            Optional<AddressRange> range = text == null ? Optional.empty() : AddressRange.parse(text.strip());
            if (range.isEmpty() && text != null) {
                item.error("'" + Value.shown(text) + "' is no address and no range of addresses such as 10.0.0.0/8");
            }
            range.ifPresent(ranges::add);
        }
        Value forwarded = general.get("use_x_forwarded_for");
        if (forwarded != null && Boolean.TRUE.equals(forwarded.flag()) && ranges.isEmpty()) {
            forwarded.warning(
                    "believes anybody, and has no effect here: name your proxies in stellwerk.trusted_proxies");
        }
        return ranges;
    }

    private static String rootPath(Section general, Environment environment) {
        String text = environment.get("SERVER_ROOT_PATH");
        String plain = text == null ? "" : text.strip().replaceAll("^/+|/+$", "");
        if (plain.isEmpty()) {
            return "";
        }
        if (!ROOT.matcher(plain).matches()) {
            general.warning(
                    "SERVER_ROOT_PATH is not a path of letters, digits, '.', '_', '~', '-' and '/'; it is left out");
            return "";
        }
        return "/" + plain;
    }

    private static Set<String> corsOrigins(Section stellwerk, Environment environment) {
        var origins = new LinkedHashSet<String>(stellwerk.textOrTexts("cors_origins"));
        String variable = environment.get("LITELLM_CORS_ORIGINS");
        if (origins.isEmpty() && variable != null) {
            Arrays.stream(variable.split(",", -1))
                    .map(String::strip)
                    .filter(origin -> !origin.isEmpty())
                    .forEach(origins::add);
        }
        return origins;
    }
}
