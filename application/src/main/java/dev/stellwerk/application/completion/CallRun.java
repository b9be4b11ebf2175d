package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.CallerLimits;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.StreamEnd;
import dev.stellwerk.application.port.out.StreamSink;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.catalog.Deployment;
import dev.stellwerk.domain.catalog.Price;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.routing.AttemptBounds;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.RoutingRequest;
import dev.stellwerk.domain.routing.RoutingSession;
import dev.stellwerk.domain.routing.Step;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One admitted call on its way. It does what its {@link RoutingSession} says, one step after another: reserve, call,
 * learn, pause, until there is an answer or nothing left to try. Belongs to one call and its thread.
 */
final class CallRun {
    private final CallModelService.Parts parts;
    private final ModelCall call;
    private final Admitted admitted;
    private final RoutingSession session;
    private final Reservations reservations;
    private final HeadNotes notes;

    CallRun(CallModelService.Parts parts, ModelCall call, Admitted admitted, RoutingSession session) {
        this.parts = parts;
        this.call = call;
        this.admitted = admitted;
        this.session = session;
        this.reservations = new Reservations(parts.limits(), admitted.charges());
        this.notes = new HeadNotes(call, admitted);
    }

    Answer run() {
        Step step = session.start();
        while (true) { // bounded: the session hands out a limited number of attempts
            switch (step) {
                case Step.GiveUp giveUp -> {
                    return failed(giveUp.failure(), giveUp);
                }
                case Step.Pause(Duration length) -> {
                    if (!parts.pauses().pause(length, call.cancellation())) {
                        return cancelled();
                    }
                    step = session.resume();
                }
                case Step.Call next -> {
                    switch (reserve(next)) {
                        case LimitVerdict.Refused refused -> {
                            if (!refused.charge().ofDeployment()) {
                                return failed(CallerLimits.refusal(refused, admitted.caller()), null);
                            }
                            step = session.full(refused);
                        }
                        case LimitVerdict.Granted _ -> {
                            var attempt = new Attempt(next);
                            switch (attempt.make()) {
                                case Outcome.Answered answered -> {
                                    return attempt.whole(answered);
                                }
                                case Outcome.Streaming streaming -> {
                                    return attempt.stream(streaming);
                                }
                                case Outcome.Cancelled _ -> {
                                    return cancelled();
                                }
                                case Outcome.Failed(UpstreamFailure failure, int _) -> step = session.failed(failure);
                            }
                        }
                    }
                }
            }
        }
    }

    private LimitVerdict reserve(Step.Call next) {
        Decision.Chosen chosen = next.decision();
        boolean hard = admitted.settings().checks().enforceModelRateLimits()
                || parts.router().strategy(chosen.strategy()).respectsCapacity();
        RoutingRequest.Facts facts = admitted.request().facts();
        return reservations.take(chosen.deployment(), hard, facts.promptTokens(), facts.outputTokensMax());
    }

    private Answer failed(Failure failure, Step.@Nullable GiveUp giveUp) {
        reservations.settle(TokenUsage.NONE);
        return new Answer.Failed(
                notes.head(session, null),
                failure,
                giveUp == null ? null : giveUp.group(),
                giveUp == null ? null : giveUp.fallbacks(),
                giveUp == null ? null : giveUp.fallbackFailure());
    }

    private Answer cancelled() {
        reservations.settle(TokenUsage.NONE);
        return new Answer.Cancelled(notes.head(session, null));
    }

    /** One call of one deployment, counted in flight from its beginning to its end. */
    private final class Attempt {
        private final Step.Call step;
        private final Deployment deployment;
        private final DeploymentTraffic traffic;
        private DeploymentTraffic.@Nullable Lease lease;
        private ConcurrencyGates.@Nullable Place place;
        private long startedNanos;

        Attempt(Step.Call step) {
            this.step = step;
            this.deployment = step.decision().deployment();
            this.traffic = step.decision().traffic();
        }

        Outcome make() {
            AttemptBounds bounds = step.bounds();
            place = parts.gates()
                    .enter(
                            deployment,
                            admitted.settings().checks().parallelRequestsMax(),
                            bounds.whole(),
                            call.cancellation());
            Outcome outcome = place == null ? noPlace(bounds) : callUpstream(bounds);
            notes.attempt(step, outcome);
            switch (outcome) {
                case Outcome.Answered _, Outcome.Streaming _ -> {}
                case Outcome.Cancelled _ -> over();
                case Outcome.Failed(UpstreamFailure failure, int _) -> {
                    over();
                    reservations.attemptFailed();
                    parts.learning().failed(step.decision(), failure, admitted.settings());
                }
            }
            return outcome;
        }

        private Outcome callUpstream(AttemptBounds bounds) {
            lease = traffic.enter();
            traffic.countRequest(parts.time().minute());
            startedNanos = parts.time().nanos();
            return parts.upstream()
                    .call(new UpstreamCall(
                            deployment,
                            call.type(),
                            call.streaming(),
                            call.payload(),
                            step.overrides(),
                            session.attemptedFallbacks() > 0 || parts.keepUpstreamModel() ? null : call.model(),
                            bounds,
                            call.cancellation()));
        }

        private Outcome noPlace(AttemptBounds bounds) {
            if (call.cancellation().cancelled()) {
                return new Outcome.Cancelled();
            }
            return new Outcome.Failed(
                    new UpstreamFailure(
                            ErrorClass.TIMEOUT,
                            408,
                            "No place among the deployment's parallel requests became free in time.",
                            Optional.empty(),
                            null,
                            null,
                            null,
                            bounds.whole(),
                            true),
                    0);
        }

        private Answer whole(Outcome.Answered answered) {
            over();
            TokenUsage usage = answered.usage().orElseGet(() -> estimate(answered.body().length));
            BigDecimal cost = settle(usage);
            notes.waited(took());
            return new Answer.Whole(
                    notes.head(session, cost), answered.contentType(), answered.headers(), answered.body());
        }

        private Answer stream(Outcome.Streaming streaming) {
            parts.learning().firstToken(traffic, streaming.firstEvent());
            notes.waited(streaming.firstEvent());
            return new Answer.Streaming(
                    notes.head(session, null), streaming.headers(), new RunningStream(streaming.stream()));
        }

        private Duration took() {
            return Duration.ofNanos(parts.time().nanos() - startedNanos);
        }

        /** An upstream that does not count is charged by length: about four bytes make a token. */
        private TokenUsage estimate(int answerBytes) {
            return new TokenUsage(call.size().promptTokens(), answerBytes / 4);
        }

        private @Nullable BigDecimal settle(TokenUsage usage) {
            reservations.settle(usage);
            parts.learning().answered(traffic, took(), usage);
            parts.affinity().remember(admitted, deployment.id());
            Price price = deployment.facts().price();
            if (price == null) {
                return null;
            }
            BigDecimal cost = usage.cost(price);
            parts.spending().charge(admitted, deployment, cost);
            return cost;
        }

        private void over() {
            if (lease != null) {
                lease.close();
            }
            if (place != null) {
                place.giveBack();
            }
        }

        /** The rest of a stream; whatever ends it, it is counted and charged once. */
        private final class RunningStream implements Answer.StreamBody {
            private final UpstreamStream stream;
            private boolean ended;

            RunningStream(UpstreamStream stream) {
                this.stream = stream;
            }

            @Override
            public StreamEnd writeTo(StreamSink sink) {
                StreamEnd end = stream.passOn(sink);
                finish(end.usage());
                if (end instanceof StreamEnd.Broken broken) {
                    parts.learning().failed(step.decision(), broken.failure(), admitted.settings());
                }
                return end;
            }

            @Override
            public void close() {
                stream.close();
                finish(TokenUsage.NONE);
            }

            private void finish(TokenUsage usage) {
                if (!ended) {
                    ended = true;
                    over();
                    settle(usage);
                }
            }
        }
    }
}
