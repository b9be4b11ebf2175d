package dev.stellwerk.application.completion;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamCall;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Price;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of one deployment, counted in flight from its beginning to its end. */
final class Attempt {
    private static final int BYTES_PER_TOKEN = 4;

    private final CallRun run;
    private final Step.Call step;
    private final Deployment deployment;
    private final DeploymentTraffic traffic;
    private DeploymentTraffic.@Nullable Lease lease;
    private ConcurrencyGates.@Nullable Place place;
    private long startedNanos;

    Attempt(CallRun run, Step.Call step) {
        this.run = run;
        this.step = step;
        this.deployment = step.decision().deployment();
        this.traffic = step.decision().traffic();
    }

    Outcome make() {
        AttemptBounds bounds = step.bounds();
        place = run.parts
                .gates()
                .enter(
                        deployment,
                        run.admitted.settings().checks().parallelRequestsMax(),
                        bounds.whole(),
                        run.call.cancellation());
        Outcome outcome = place == null ? noPlace(bounds) : unlessFiltered(unlessContinued(callUpstream(bounds)));
        run.notes.attempt(step, outcome);
        switch (outcome) {
            case Outcome.Answered _, Outcome.Streaming _ -> {}
            case Outcome.Cancelled _ -> left();
            case Outcome.Failed(UpstreamFailure failure, int _) -> {
                waited();
                over();
                run.reservations.attemptEnded(TokenUsage.NONE);
                run.parts
                        .learning()
                        .failed(
                                step.decision(),
                                failure,
                                run.admitted.settings(),
                                run.session.standing(),
                                run.call.type());
            }
        }
        return outcome;
    }

    private Outcome callUpstream(AttemptBounds bounds) {
        lease = traffic.enter();
        traffic.countRequest(run.parts.time().minute());
        startedNanos = run.parts.time().nanos();
        return run.parts
                .upstream()
                .call(new UpstreamCall(
                        deployment,
                        run.call.type(),
                        run.call.streaming(),
                        run.call.payload(),
                        step.overrides(),
                        run.parts.keepUpstreamModel() ? null : run.call.model(),
                        bounds,
                        run.call.cancellation()));
    }

    private Outcome noPlace(AttemptBounds bounds) {
        if (run.call.cancellation().cancelled()) {
            return new Outcome.Cancelled();
        }
        return new Outcome.Failed(
                new UpstreamFailure(
                        ErrorClass.TIMEOUT,
                        0,
                        "No place among the deployment's parallel requests became free in time.",
                        Optional.empty(),
                        null,
                        null,
                        null,
                        bounds.whole(),
                        true),
                0);
    }

    /** What a call wants to continue is the caller's to name: that nobody knows it says nothing about the deployment. */
    private Outcome unlessContinued(Outcome outcome) {
        return outcome instanceof Outcome.Failed(UpstreamFailure failure, int status)
                        && failure.kind() == ErrorClass.NOT_FOUND
                        && run.call.handling().previousResponseId() != null
                ? new Outcome.Failed(failure.broughtAboutByCaller(), status)
                : outcome;
    }

    /** An answer cut by the upstream's filter was made and is paid for, but others may have a better one. */
    private Outcome unlessFiltered(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answered)
                || !answered.filtered()
                || !run.session.replacesFilteredAnswers()) {
            return outcome;
        }
        charge(usage(answered));
        return new Outcome.Failed(
                UpstreamFailure.of(
                        ErrorClass.CONTENT_POLICY_VIOLATION, "The answer was cut by the upstream's content filter."),
                answered.status());
    }

    Answer whole(Outcome.Answered answered) {
        over();
        TokenUsage usage = usage(answered);
        charge(usage);
        run.ended();
        run.parts.learning().answered(traffic, took(), usage);
        remember(answered.answerId());
        waited();
        return new Answer.Whole(
                run.notes.answered(run.session, run.parts.time()),
                answered.contentType(),
                answered.headers(),
                answered.body());
    }

    Answer stream(Outcome.Streaming streaming) {
        run.parts.learning().firstToken(traffic, streaming.firstEvent());
        remember(streaming.answerId());
        run.notes.waited(streaming.firstEvent());
        return new Answer.Streaming(
                run.notes.answered(run.session, run.parts.time()),
                streaming.contentType(),
                streaming.headers(),
                new RunningStream(streaming.stream()));
    }

    /** The client left. What the deployment was asked to read it has read. */
    private void left() {
        over();
        if (lease != null) {
            charge(new TokenUsage(run.call.size().promptTokens(), 0));
        }
    }

    private void remember(@Nullable String answerId) {
        run.parts
                .affinity()
                .remember(run.admitted.ties(), deployment.id(), answerId, run.session.attemptedFallbacks() > 0);
    }

    private Duration took() {
        return Duration.ofNanos(run.parts.time().nanos() - startedNanos);
    }

    private void waited() {
        if (lease != null) {
            run.notes.waited(took());
        }
    }

    /** An upstream that does not count is charged by length: about four bytes make a token. */
    private TokenUsage usage(Outcome.Answered answered) {
        return answered.usage()
                .orElseGet(() -> new TokenUsage(
                        run.call.size().promptTokens(),
                        switch (run.call.type()) {
                            case CHAT, TEXT_COMPLETION, RESPONSES -> answered.body().length / BYTES_PER_TOKEN;
                            case EMBEDDING, IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK -> 0;
                        }));
    }

    /** Writes down what the attempt used. Once for each attempt. */
    private void charge(TokenUsage usage) {
        run.reservations.attemptEnded(usage);
        run.parts.learning().used(traffic, usage);
        Price price = deployment.facts().price();
        if (price != null) {
            BigDecimal cost = usage.cost(price);
            run.cost.charged(cost);
            run.parts.spending().charge(run.admitted, deployment, cost);
            run.notes.charged(cost);
        }
    }

    /** Gives back what only lasts as long as the call; doing it twice does it once. */
    void over() {
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
            switch (end) {
                case StreamEnd.Complete(TokenUsage usage) ->
                    run.parts.learning().answered(traffic, took(), usage);
                case StreamEnd.Broken broken ->
                    run.parts
                            .learning()
                            .failed(
                                    step.decision(),
                                    broken.failure(),
                                    run.admitted.settings(),
                                    run.session.standing(),
                                    run.call.type());
                case StreamEnd.Abandoned _ -> {} // says nothing about the deployment
            }
            return end;
        }

        @Override
        public void close() {
            stream.close();
            finish(new TokenUsage(run.call.size().promptTokens(), 0));
        }

        private void finish(TokenUsage usage) {
            if (!ended) {
                ended = true;
                over();
                charge(usage);
                run.ended();
            }
        }
    }
}
