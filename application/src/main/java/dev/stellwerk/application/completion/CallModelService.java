package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.CallModel;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.application.port.out.SharedTraffic;
import dev.stellwerk.application.port.out.UpstreamClient;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.session.RetryBudget;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.time.Time;
import java.util.random.RandomGenerator;

/** The main path: admit the call, open its routing session, run it to its answer. Start reading here. */
public final class CallModelService implements CallModel {
    private final Admission admission;
    private final RetryBudget retryBudget;
    private final Parts parts;

    /** The world outside, as this service needs it. */
    public record Outside(
            UpstreamClient upstream,
            LimitStore limits,
            SharedTraffic shared,
            AffinityStore affinity,
            UsageLedger ledger) {}

    /**
     * Makes the service.
     *
     * @param keepUpstreamModel answers keep the upstream's model name
     */
    public CallModelService(
            Admission admission,
            Router router,
            RoutingBudgets budgets,
            Outside outside,
            RandomGenerator random,
            Time time,
            boolean keepUpstreamModel) {
        this(admission, router, budgets, outside, random, time, keepUpstreamModel, Pauses.BLOCKING);
    }

    CallModelService(
            Admission admission,
            Router router,
            RoutingBudgets budgets,
            Outside outside,
            RandomGenerator random,
            Time time,
            boolean keepUpstreamModel,
            Pauses pauses) {
        this.admission = admission;
        this.retryBudget = new RetryBudget(time);
        this.parts = new Parts(
                router,
                outside.upstream(),
                outside.limits(),
                new Learning(outside.shared(), time),
                new ConcurrencyGates(),
                pauses,
                new Affinities(outside.affinity()),
                new BudgetHolds(time),
                new Spending(outside.ledger(), budgets),
                budgets,
                random,
                time,
                keepUpstreamModel);
    }

    /** What every call is run with. */
    record Parts(
            Router router,
            UpstreamClient upstream,
            LimitStore limits,
            Learning learning,
            ConcurrencyGates gates,
            Pauses pauses,
            Affinities affinity,
            BudgetHolds holds,
            Spending spending,
            SpentBudgets budgets,
            RandomGenerator random,
            Time time,
            boolean keepUpstreamModel) {}

    @Override
    public Answer call(ModelCall call) {
        retryBudget.countRequest();
        try {
            Admitted admitted = admission.admit(call); // who it is, what they may use, what must hold on every attempt
            var session = new RoutingSession( // filters, preferences, strategy, retries, fallbacks: all without I/O
                    parts.router,
                    admitted.catalog(),
                    admitted.settings(),
                    admitted.request(),
                    parts.budgets,
                    parts.random,
                    parts.time,
                    retryBudget::tryRetry);
            return new CallRun(parts, call, admitted, session).run(); // the only line that leaves the process
        } catch (CallRefused refused) {
            return refusedBeforeRouting(call, refused.refusal());
        }
    }

    private static Answer refusedBeforeRouting(ModelCall call, CallRefusal refusal) {
        var head = AnswerHead.bare(call.callId(), call.startedNanos());
        return new Answer.Failed(head, refusal, null);
    }
}
