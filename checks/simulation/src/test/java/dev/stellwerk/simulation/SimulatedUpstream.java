package dev.stellwerk.simulation;

import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One deployment's upstream: it serves as many calls at once as its script says, the others wait in line, and answer
 * times scatter around the script's.
 */
final class SimulatedUpstream {
    private static final double SCATTER = 0.5;

    /** Hears what becomes of a call; exactly one of failed and answered comes last. */
    interface Listener {
        void firstToken();

        void answered();

        void failed(UpstreamFailure failure);
    }

    /** One call; a caller that gives up no longer hears of it. */
    static final class Call {
        private final Listener listener;
        private final Behaviour.Answers answers;
        private boolean over;

        private Call(Listener listener, Behaviour.Answers answers) {
            this.listener = listener;
            this.answers = answers;
        }
    }

    private final Script script;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private int serving;
    private long second = -1;
    private int admittedThisSecond;

    SimulatedUpstream(Script script, VirtualTime time, SplittableRandom random) {
        this.script = script;
        this.time = time;
        this.random = random;
    }

    /** Begins a call that ends, at the latest, when {@code timeout} is over. */
    void call(Duration timeout, Listener listener) {
        switch (script.at(time.nanos())) {
            case Behaviour.Answers answers -> serve(answers, timeout, listener);
            case Behaviour.Fails(int status, Duration after) ->
                time.after(after, () -> listener.failed(failure(status)));
            case Behaviour.Hangs() -> time.after(timeout, () -> listener.failed(timedOut(timeout)));
            case Behaviour.Limits limits -> {
                if (admits(limits.callsPerSecond())) {
                    serve(limits.otherwise(), timeout, listener);
                } else {
                    UpstreamFailure refusal = failure(429).withRetryAfter(limits.retryAfter());
                    time.after(Duration.ofMillis(5), () -> listener.failed(refusal));
                }
            }
        }
    }

    private boolean admits(int callsPerSecond) {
        long now = time.nanos() / 1_000_000_000L;
        if (now != second) {
            second = now;
            admittedThisSecond = 0;
        }
        return admittedThisSecond++ < callsPerSecond;
    }

    private void serve(Behaviour.Answers answers, Duration timeout, Listener listener) {
        var call = new Call(listener, answers);
        time.after(timeout, () -> {
            if (!call.over) {
                call.over = true;
                listener.failed(timedOut(timeout));
            }
        });
        if (serving < answers.places()) {
            begin(call);
        } else {
            waiting.add(call);
        }
    }

    private void begin(Call call) {
        serving++;
        long first = scattered(call.answers.firstToken());
        long rest = scattered(call.answers.wholeAnswer());
        time.afterNanos(first, () -> {
            if (!call.over) {
                call.listener.firstToken();
            }
        });
        time.afterNanos(first + rest, () -> end(call));
    }

    private void end(Call call) {
        if (!call.over) {
            call.over = true;
            call.listener.answered();
        }
        serving--;
        for (Call next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!next.over) {
                begin(next);
                return;
            }
        }
    }

    private long scattered(Duration mean) {
        return Math.round((double) mean.toNanos() * (1 - SCATTER / 2 + random.nextDouble() * SCATTER));
    }

    static UpstreamFailure failure(int status) {
        ErrorClass kind = switch (status) {
            case 401 -> ErrorClass.AUTHENTICATION;
            case 429 -> ErrorClass.RATE_LIMIT;
            case 503 -> ErrorClass.SERVICE_UNAVAILABLE;
            default -> ErrorClass.INTERNAL_SERVER;
        };
        return UpstreamFailure.of(kind, status, "simulated " + status);
    }

    private static UpstreamFailure timedOut(Duration after) {
        return new UpstreamFailure(
                ErrorClass.TIMEOUT, 408, "simulated silence", Optional.empty(), null, null, null, after, false);
    }
}
