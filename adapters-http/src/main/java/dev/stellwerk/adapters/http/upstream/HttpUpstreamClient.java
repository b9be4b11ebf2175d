package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.adapters.http.body.CallBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.adapters.http.upstream.answer.CountedPrompt;
import dev.stellwerk.adapters.http.upstream.dialect.AnswerWish;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.adapters.http.upstream.failure.Failures;
import dev.stellwerk.adapters.http.upstream.mock.MockUpstream;
import dev.stellwerk.adapters.http.upstream.stream.StreamPauses;
import dev.stellwerk.adapters.http.upstream.wire.ConnectionPools;
import dev.stellwerk.adapters.http.upstream.wire.Deadlines;
import dev.stellwerk.adapters.http.upstream.wire.RunningCall;
import dev.stellwerk.adapters.http.upstream.wire.UnusableEndpoint;
import dev.stellwerk.application.port.out.UpstreamClient;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.Time;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.HttpException;

/**
 * Calls upstreams over HTTP/1.1. Safe for all threads; made for virtual ones, as a call blocks. Payloads must be
 * {@link CallBody}s.
 */
public final class HttpUpstreamClient implements UpstreamClient, AutoCloseable {
    private final Time time;
    private final WireOptions options;
    private final StreamPauses pauses;
    private final ConnectionPools connections;
    private final Deadlines deadlines;
    private final UpstreamDialects dialects;
    private final MockUpstream mocks;

    /** @param account of the bytes that are held of answers */
    public HttpUpstreamClient(Time time, WireOptions options, HeldBytes account) {
        this(time, options, account, Duration.ofSeconds(15));
    }

    /** @param silence of an upstream's stream after which a comment tells the client that it lives */
    HttpUpstreamClient(Time time, WireOptions options, HeldBytes account, Duration silence) {
        this.pauses = new StreamPauses(options.openingHeldMax(), silence);
        this.time = time;
        this.dialects = new UpstreamDialects(time);
        this.options = options;
        this.connections = new ConnectionPools(options.connectionsPerHostMax(), account, time, options.outgoing());
        this.deadlines = new Deadlines(time, connections::tidy);
        this.mocks = new MockUpstream(time, options.usageAlways(), options.usageWithoutChoices());
        deadlines.start();
    }

    @Override
    public Outcome call(UpstreamCall call) {
        if (!(call.payload() instanceof CallBody sent)) {
            throw new IllegalArgumentException("not a body that can be sent");
        }
        CallBody body = BroughtCredential.permitted(sent, call.deployment());
        String mock = MockUpstream.responseFor(call, body);
        if (mock != null) {
            return mocks.answer(call, body, mock);
        }
        OutgoingCall outgoing = outgoing(call, body);
        if (call.type() == CallType.TOKEN_COUNT && !dialects.counts(call.deployment())) {
            return CountedPrompt.answer(outgoing.promptTokens());
        }
        var attempt = new UpstreamAttempt(
                outgoing, dialects.of(call.deployment(), outgoing.api(), call.type()), call.bounds(), pauses, time);
        RunningCall running = deadlines.begin(attempt.firstDeadline());
        running.heeds(call.cancellation());
        boolean streams = false;
        try {
            Outcome outcome = attempt.run(running, connections.of(outgoing.endpoint()));
            streams = outcome instanceof Outcome.Streaming;
            return outcome instanceof Outcome.Failed failed && BroughtCredential.isBrought(body)
                    ? BroughtCredential.ofOwner(failed)
                    : outcome;
        } catch (IOException | HttpException broken) {
            return explain(attempt, running, broken);
        } catch (UntranslatableCall untranslatable) {
            return new Outcome.Failed(
                    Failures.untranslatable(
                            String.valueOf(untranslatable.getMessage()),
                            untranslatable.parameter(),
                            call.deployment().endpoint()),
                    0);
        } catch (UnusableEndpoint unusable) {
            return new Outcome.Failed(Failures.unusable(String.valueOf(unusable.getMessage())), 0);
        } finally {
            if (!streams) { // a stream ends its call itself
                running.end();
            }
        }
    }

    private OutgoingCall outgoing(UpstreamCall call, CallBody body) {
        boolean usageWanted = options.usageAlways() || (body instanceof RequestBody request && request.usageAsked());
        Deployment deployment = call.deployment();
        return new OutgoingCall(
                call.type(),
                call.streaming(),
                deployment.endpoint(),
                deployment.facts(),
                body,
                call.overrides().values(),
                deployment.requestDefaults(),
                deployment.parameterRules(),
                new AnswerWish(call.answerModel(), usageWanted, options.usageWithoutChoices()));
    }

    private static Outcome explain(UpstreamAttempt attempt, RunningCall running, Exception broken) {
        UpstreamFailure failure = switch (running.state()) {
            case EXPIRED -> attempt.timeout();
            case RUNNING, DONE, CANCELLED ->
                broken instanceof ConnectTimeoutException && attempt.impatient()
                        ? attempt.timeout()
                        : Failures.connection(broken);
        };
        return running.state() == RunningCall.State.CANCELLED
                ? new Outcome.Cancelled()
                : new Outcome.Failed(failure, 0);
    }

    /** Ends all calls and closes all connections. */
    @Override
    public void close() {
        deadlines.close();
        connections.close();
    }
}
