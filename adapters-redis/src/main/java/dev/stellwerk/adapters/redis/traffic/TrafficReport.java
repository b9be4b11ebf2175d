package dev.stellwerk.adapters.redis.traffic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One instance's traffic: a line with the minute, then a line for each deployment with its hash, calls in flight, and
 * requests and tokens of that minute.
 */
record TrafficReport(long minute, Map<String, Counts> byDeployment) {
    /** Busy deployments beyond these are not reported. */
    static final int DEPLOYMENTS_MAX = 10_000;

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{32}) (\\d{1,9}) (\\d{1,15}) (\\d{1,15})");

    record Counts(int inFlight, long requests, long tokens) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts more, boolean sameMinute) {
            return new Counts(
                    inFlight + more.inFlight,
                    requests + (sameMinute ? more.requests : 0),
                    tokens + (sameMinute ? more.tokens : 0));
        }

        boolean none() {
            return inFlight <= 0 && requests <= 0 && tokens <= 0;
        }
    }

    String text() {
        var text =
                new StringBuilder(16 + 60 * byDeployment.size()).append(minute).append('\n');
        byDeployment.forEach((deployment, counts) -> text.append(deployment)
                .append(' ')
                .append(Math.max(0, counts.inFlight))
                .append(' ')
                .append(Math.max(0, counts.requests))
                .append(' ')
                .append(Math.max(0, counts.tokens))
                .append('\n'));
        return text.toString();
    }

    /** Empty for anything that we would not have written. */
    static Optional<TrafficReport> read(String text) {
        String[] lines = text.split("\n", DEPLOYMENTS_MAX + 2);
        if (!lines[0].matches("\\d{1,15}")) {
            return Optional.empty();
        }
        Map<String, Counts> byDeployment = new LinkedHashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            Matcher parts = LINE.matcher(lines[i]);
            if (!parts.matches()) {
                return Optional.empty();
            }
            byDeployment.put(
                    parts.group(1),
                    new Counts(
                            Integer.parseInt(parts.group(2)),
                            Long.parseLong(parts.group(3)),
                            Long.parseLong(parts.group(4))));
        }
        return Optional.of(new TrafficReport(Long.parseLong(lines[0]), byDeployment));
    }
}
