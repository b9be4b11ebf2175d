package dev.stellwerk.application.completion;

import dev.stellwerk.application.money.RoutingBudgets;
import dev.stellwerk.application.money.Spending;
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

/**
 * The main path: admit the call, open its routing session, its money, its places and its lessons, run it to its answer.
 * Start reading here.
 */
public final class CallModelService implements CallModel {
    private final Admission admission;
    private final Router router;
    private final SpentBudgets budgets;
    private final RetryBudget retryBudget;
    private final Spending spending;
    private final LimitStore limits;
    private final ConcurrencyGates gates = new ConcurrencyGates();
    private final Learning learning;
    private final Affinities affinities;
    private final UpstreamCalls upstreams;
    private final RandomGenerator random;
    private final Time time;
    private final Pauses pauses;

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
        this.router = router;
        this.budgets = budgets;
        this.retryBudget = new RetryBudget(time);
        this.spending = new Spending(outside.ledger(), outside.limits().budgets(), budgets, time);
        this.limits = outside.limits();
        this.learning = new Learning(outside.shared(), time);
        this.affinities = new Affinities(outside.affinity());
        this.upstreams = new UpstreamCalls(outside.upstream(), keepUpstreamModel);
        this.random = random;
        this.time = time;
        this.pauses = pauses;
    }

    @Override
    public Answer call(ModelCall call) {
        retryBudget.countRequest();
        long noticesHeard = spending.noticesHeard();
        try {
            Admitted admitted = admission.admit(call); // who it is, what they may use, what must hold on every attempt
            var session = new RoutingSession( // filters, preferences, strategy, retries, fallbacks: all without I/O
                    router,
                    admitted.catalog(),
                    admitted.settings(),
                    admitted.request(),
                    budgets,
                    random,
                    time,
                    retryBudget::tryRetry);
            var money = spending.open(
                    admitted.caller(), admitted.request(), noticesHeard); // what it holds of budgets, and what it costs
            boolean actedOut = call.payload().actedOut();
            var places =
                    new CallPlaces(limits, gates, admitted, actedOut); // in limits, in gates, among the calls in flight
            var lessons =
                    new CallLessons(learning, affinities, admitted, actedOut); // latency, usage, cooldown, affinity
            var authority = new CallAuthority(admission, call, admitted); // judged anew before each further attempt
            return new CallRun(call, authority, session, money, places, lessons, upstreams, pauses).run();
        } catch (CallRefused refused) {
            return refusedBeforeRouting(call, refused.refusal());
        }
    }

    private static Answer refusedBeforeRouting(ModelCall call, CallRefusal refusal) {
        var head = AnswerHead.bare(call.callId(), call.startedNanos());
        return new Answer.Failed(head, refusal, null);
    }
}
