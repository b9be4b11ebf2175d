package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.routing.RoutingStrategy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/** The built-in strategies by the name that {@code routing_strategy} gives, each made from its settings. */
public final class BuiltInStrategies {
    private static final SequencedMap<String, Function<Map<String, Object>, RoutingStrategy>> BY_NAME =
            new LinkedHashMap<>();

    static {
        BY_NAME.put("simple-shuffle", _ -> new SimpleShuffle());
        BY_NAME.put("least-busy", _ -> new LeastBusy());
        BY_NAME.put("usage-based-routing", _ -> new LowestUsage());
        BY_NAME.put("usage-based-routing-v2", _ -> new LowestUsage());
        BY_NAME.put("latency-based-routing", LowestLatency::from);
        BY_NAME.put("cost-based-routing", _ -> new LowestCost());
        BY_NAME.put("adaptive", _ -> new Adaptive());
    }

    private BuiltInStrategies() {}

    public static SequencedMap<String, Function<Map<String, Object>, RoutingStrategy>> byName() {
        return Collections.unmodifiableSequencedMap(BY_NAME);
    }
}
