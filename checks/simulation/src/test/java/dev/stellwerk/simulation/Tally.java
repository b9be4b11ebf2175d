package dev.stellwerk.simulation;

import dev.stellwerk.domain.id.DeploymentId;
import java.util.Map;
import java.util.TreeMap;

/** What happened in a run. */
final class Tally {
    private final Latencies firstToken = new Latencies();
    private final Map<DeploymentId, Long> calls = new TreeMap<>();
    private long requests;
    private long answered;
    private long attempts;

    void arrived() {
        requests++;
    }

    void called(DeploymentId id) {
        calls.merge(id, 1L, Long::sum);
    }

    void firstToken(long nanos) {
        firstToken.add(nanos);
    }

    void answered(int tries) {
        answered++;
        attempts += tries;
    }

    void failed(int tries) {
        attempts += tries;
    }

    void add(Tally other) {
        firstToken.add(other.firstToken);
        other.calls.forEach((id, count) -> calls.merge(id, count, Long::sum));
        requests += other.requests;
        answered += other.answered;
        attempts += other.attempts;
    }

    long requests() {
        return requests;
    }

    double answeredShare() {
        return requests == 0 ? 0 : (double) answered / (double) requests;
    }

    double attemptsPerRequest() {
        return requests == 0 ? 0 : (double) attempts / (double) requests;
    }

    Latencies firstToken() {
        return firstToken;
    }

    /** Calls by deployment, failed ones among them. */
    Map<DeploymentId, Long> calls() {
        return calls;
    }
}
