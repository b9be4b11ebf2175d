package dev.stellwerk.application.completion;

import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.call.StreamSink;
import dev.stellwerk.application.money.CallMoney;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UpstreamClient.UpstreamStream;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.usage.TokenUsage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of one deployment: made, learned from, paid for. Belongs to one call and its thread. */
final class Attempt {
    private static final int BYTES_PER_TOKEN = 4;

    private final ModelCall call;
    private final Step.Call step;
    private final RoutingSession session;
    private final CallMoney money;
    private final CallPlaces places;
    private final CallLessons lessons;
    private final UpstreamCalls upstreams;
    private final HeadNotes notes;
    private final Deployment deployment;
    private final DeploymentTraffic traffic;
    private boolean entered;

    Attempt(
            ModelCall call,
            Step.Call step,
            RoutingSession session,
            CallMoney money,
            CallPlaces places,
            CallLessons lessons,
            UpstreamCalls upstreams,
            HeadNotes notes) {
        this.call = call;
        this.step = step;
        this.session = session;
        this.money = money;
        this.places = places;
        this.lessons = lessons;
        this.upstreams = upstreams;
        this.notes = notes;
        this.deployment = step.decision().deployment();
        this.traffic = step.decision().traffic();
    }

    /** Takes a place among the deployment's parallel requests; tells whether it had to be waited for. */
    boolean enter() {
        places.next();
        entered = places.enter(deployment, step.bounds().whole(), call.cancellation());
        return places.waited();
    }

    /** It is not made after all. */
    void withdraw() {
        places.arrive();
        places.settle(TokenUsage.NONE);
    }

    Outcome make() {
        Outcome outcome = entered ? unlessFiltered(unlessContinued(callUpstream())) : noPlace(step.bounds());
        notes.attempt(step, outcome);
        switch (outcome) {
            case Outcome.Answered _, Outcome.Streaming _ -> {}
            case Outcome.Cancelled _ -> left();
            case Outcome.Failed(UpstreamFailure failure, int _, List<Header> _, boolean _) -> {
                waited();
                places.arrive();
                places.settle(TokenUsage.NONE);
                lessons.failed(step.decision(), failure, session.standing());
            }
        }
        return outcome;
    }

    private Outcome callUpstream() {
        places.depart(traffic);
        lessons.started(traffic);
        return upstreams.call(call, step);
    }

    private boolean elsewhere() {
        return session.attemptedFallbacks() > 0;
    }

    private Outcome noPlace(AttemptBounds bounds) {
        if (call.cancellation().cancelled()) {
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
        return outcome instanceof Outcome.Failed(UpstreamFailure failure, int status, List<Header> headers, boolean _)
                        && failure.kind() == ErrorClass.NOT_FOUND
                        && call.handling().previousResponseId() != null
                ? new Outcome.Failed(failure.broughtAboutByCaller(), status, headers)
                : outcome;
    }

    /** An answer cut by the upstream's filter was made and is paid for, but others may have a better one. */
    private Outcome unlessFiltered(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answered)
                || !answered.filtered()
                || !session.replacesFilteredAnswers()) {
            return outcome;
        }
        charge(usage(answered));
        return new Outcome.Failed(
                UpstreamFailure.of(
                        ErrorClass.CONTENT_POLICY_VIOLATION, "The answer was cut by the upstream's content filter."),
                answered.status());
    }

    Answer whole(Outcome.Answered answered) {
        try (lessons;
                money;
                places) {
            places.arrive();
            TokenUsage usage = isUnfinished(answered) ? owed(answered.answerId()) : due(usage(answered));
            charge(usage);
            lessons.answered(traffic, usage);
            lessons.remember(deployment.id(), answered.answerId(), elsewhere());
            waited();
        }
        return new Answer.Whole(
                notes.answered(session, lessons.time()), answered.contentType(), answered.headers(), answered.body());
    }

    /** The stream has everything that the call took until it ends; who does not get it hangs up. */
    Answer stream(Outcome.Streaming streaming) {
        try {
            lessons.firstToken(traffic, streaming.firstEvent());
            lessons.remember(deployment.id(), streaming.answerId(), elsewhere());
            notes.waited(streaming.firstEvent());
            return new Answer.Streaming(
                    notes.answered(session, lessons.time()),
                    streaming.contentType(),
                    streaming.headers(),
                    new RunningStream(streaming.stream(), streaming.answerId()));
        } catch (RuntimeException | Error fault) {
            streaming.stream().close();
            throw fault;
        }
    }

    /** The client left. What the deployment was asked to read it has read. */
    private void left() {
        places.arrive();
        if (places.departed()) {
            charge(new TokenUsage(call.size().promptTokens(), 0));
        }
    }

    private void waited() {
        if (places.departed()) {
            notes.waited(lessons.took());
        }
    }

    /** An upstream that does not count is charged by length: about four bytes make a token. */
    private TokenUsage usage(Outcome.Answered answered) {
        return answered.usage()
                .orElseGet(() -> new TokenUsage(
                        call.size().promptTokens(),
                        switch (call.type()) {
                            case CHAT, TEXT_COMPLETION, RESPONSES -> answered.body().length / BYTES_PER_TOKEN;
                            case EMBEDDING,
                                    IMAGE,
                                    SPEECH,
                                    TRANSCRIPTION,
                                    MODERATION,
                                    RERANK,
                                    TOKEN_COUNT,
                                    STORED_RESPONSE -> 0;
                        }));
    }

    private boolean isUnfinished(Outcome.Answered answered) {
        return call.type() == CallType.RESPONSES && answered.usage().isEmpty();
    }

    /** What is still being made is paid when somebody hears of its end. */
    private TokenUsage owed(@Nullable String answerId) {
        lessons.owe(deployment.id(), answerId);
        return TokenUsage.NONE;
    }

    /** What was answered before was paid then, unless it was still being made; then whoever hears its usage first pays. */
    private TokenUsage due(TokenUsage usage) {
        boolean stored = call.type() == CallType.STORED_RESPONSE;
        String answerId = call.handling().previousResponseId();
        return stored && (answerId == null || usage.total() == 0 || !lessons.settle(deployment.id(), answerId))
                ? TokenUsage.NONE
                : usage;
    }

    /** Writes down what the attempt used. Once for each attempt. */
    private void charge(TokenUsage usage) {
        notes.charged(money.charge(deployment, usage)); // first: nothing else may keep an answer from being paid
        lessons.used(traffic, usage);
        places.settle(usage);
    }

    /** The rest of a stream; whatever ends it, it is counted and charged once. */
    private final class RunningStream implements Answer.StreamBody {
        private final UpstreamStream stream;
        private final @Nullable String answerId;
        private boolean ended;

        RunningStream(UpstreamStream stream, @Nullable String answerId) {
            this.stream = stream;
            this.answerId = answerId;
        }

        @Override
        public StreamEnd writeTo(StreamSink sink) {
            StreamEnd end = passOn(sink);
            if (!(end instanceof StreamEnd.Complete)) {
                lessons.owe(deployment.id(), answerId); // it may go on being made, and be asked for later
            }
            finish(end.usage(), () -> {
                switch (end) {
                    case StreamEnd.Complete(TokenUsage usage) -> lessons.answered(traffic, usage);
                    case StreamEnd.Broken broken ->
                        lessons.failed(step.decision(), broken.failure(), session.standing());
                    case StreamEnd.Abandoned _ -> {} // says nothing about the deployment
                }
            });
            return end;
        }

        /** Whoever takes the events may be at fault, and never come back to close. */
        private StreamEnd passOn(StreamSink sink) {
            try {
                return stream.passOn(sink);
            } catch (RuntimeException | Error fault) {
                close();
                throw fault;
            }
        }

        @Override
        public void close() {
            try {
                stream.close();
            } finally {
                finish(new TokenUsage(call.size().promptTokens(), 0), () -> {});
            }
        }

        private void finish(TokenUsage usage, Runnable lesson) {
            if (!ended) {
                ended = true;
                try (lessons;
                        money;
                        places) {
                    places.arrive();
                    charge(due(usage));
                    lesson.run();
                }
            }
        }
    }
}
