package dev.stellwerk.adapters.redis.traffic;

import dev.stellwerk.adapters.redis.traffic.TrafficReport.Counts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the other instances reported, summed up and written to the board. One thread. */
final class Elsewhere {
    /** More instances than this are not listened to. */
    private static final int INSTANCES_MAX = 1_000;

    private final Deployments deployments;
    private final Map<String, Heard> byInstance = new HashMap<>();
    private Set<String> written = Set.of();

    private record Heard(String version, TrafficReport report) {}

    Elsewhere(Deployments deployments) {
        this.deployments = deployments;
    }

    /** Names and versions of the reports heard, one after the other. */
    List<String> heard() {
        List<String> heard = new ArrayList<>(2 * byInstance.size());
        byInstance.forEach((instance, one) -> {
            heard.add(instance);
            heard.add(one.version);
        });
        return heard;
    }

    /** @param others name, version and report (nothing when it was heard before) of every living instance */
    void hear(List<?> others, long minute) {
        Set<String> living = new HashSet<>();
        for (int i = 0; i + 2 < others.size() && living.size() < INSTANCES_MAX; i += 3) {
            String instance = (String) others.get(i);
            living.add(instance);
            hear(instance, (String) others.get(i + 1), (String) others.get(i + 2));
        }
        byInstance.keySet().retainAll(living);
        write(minute);
    }

    private void hear(String instance, String version, String report) {
        if (!report.isEmpty()) {
            var read = TrafficReport.read(report).orElse(new TrafficReport(0, Map.of()));
            byInstance.put(instance, new Heard(version, read));
        }
    }

    /** Nobody is heard any more: what was in flight elsewhere says nothing about now. */
    void silence(long minute) {
        if (!written.isEmpty() || !byInstance.isEmpty()) {
            byInstance.clear();
            write(minute);
        }
    }

    private void write(long minute) {
        Map<String, Counts> sums = new HashMap<>();
        for (Heard heard : byInstance.values()) {
            boolean sameMinute = heard.report.minute() == minute;
            heard.report
                    .byDeployment()
                    .forEach((deployment, counts) -> sums.merge(
                            deployment, Counts.NONE.plus(counts, sameMinute), (sum, more) -> sum.plus(more, true)));
        }
        written.forEach(deployment -> sums.putIfAbsent(deployment, Counts.NONE));
        sums.forEach((deployment, sum) -> deployments.find(deployment).ifPresent(traffic -> {
            traffic.observeInFlightElsewhere(sum.inFlight());
            traffic.observeUsageElsewhere(minute, sum.requests(), sum.tokens());
        }));
        sums.values().removeIf(Counts::none);
        written = Set.copyOf(sums.keySet());
    }
}
