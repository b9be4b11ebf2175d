package dev.stellwerk.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An upstream's behaviour over time: each holds from its moment until the next. Immutable. */
final class Script {
    private final NavigableMap<Long, Behaviour> changes;

    private Script(Map<Long, Behaviour> changes) {
        this.changes = new TreeMap<>(changes);
    }

    static Script always(Behaviour behaviour) {
        return new Script(Map.of(0L, behaviour));
    }

    Script from(Duration moment, Behaviour behaviour) {
        var more = new TreeMap<>(changes);
        more.put(moment.toNanos(), behaviour);
        return new Script(more);
    }

    Behaviour at(long nanos) {
        return changes.floorEntry(nanos).getValue();
    }
}
