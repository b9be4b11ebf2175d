package dev.stellwerk.application.explain;

import dev.stellwerk.application.completion.Admission;
import dev.stellwerk.application.completion.Admitted;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.time.Reading;
import dev.stellwerk.domain.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Explains with the very router and session that serve calls, stopping short of the first step's call. */
public final class ExplainRouteService implements ExplainRoute {
    private final Admission admission;
    private final Router router;
    private final SpentBudgets budgets;
    private final RandomGenerator random;
    private final Time time;

    public ExplainRouteService(
            Admission admission, Router router, SpentBudgets budgets, RandomGenerator random, Time time) {
        this.admission = admission;
        this.router = router.rehearsing();
        this.budgets = budgets;
        this.random = random;
        this.time = time;
    }

    @Override
    public Explanation explain(ModelCall call, OnBehalfOf onBehalfOf) {
        Admitted admitted = admission.admitFor(call, onBehalfOf);
        Step first = firstCall(session(admitted));
        String teamId = admitted.request().constraints().teamId();
        boolean admin = admitted.caller().admin() || !onBehalfOf.equals(OnBehalfOf.ONESELF);
        return switch (admitted.catalog().resolve(admitted.request().model(), teamId, admin)) {
            case Resolution.Unknown _ -> explanation(call, admitted, null, null, List.of(), null, first);
            case Resolution.Group group -> explainGroup(call, admitted, group, first, admin);
        };
    }

    private RoutingSession session(Admitted admitted) {
        return new RoutingSession(
                router, admitted.catalog(), admitted.settings(), admitted.request(), budgets, random, time, () -> true);
    }

    /** The first step that is no pause: explaining waits for nothing. */
    private static Step firstCall(RoutingSession session) {
        Step step = session.start();
        while (step instanceof Step.Pause) { // bounded: a session pauses before a retry, and hands out a limited number
            step = session.resume();
        }
        return step;
    }

    /** @param admin whether an admin asks, be it on behalf of others: what belongs to other teams is theirs alone to see */
    private Explanation explainGroup(
            ModelCall call, Admitted admitted, Resolution.Group group, Step first, boolean admin) {
        AttemptScope scope = group.only() == null ? AttemptScope.WHOLE_GROUP : AttemptScope.only(group.only());
        var context = new DecisionContext(
                admitted.request(),
                admitted.settings(),
                budgets,
                random,
                Reading.of(time),
                DecisionContext.Earlier.NOTHING);
        Decision decision = router.decide(group.pool(), scope, context);
        List<Candidate> candidates = verdicts(decision, context);
        String teamId = admitted.request().constraints().teamId();
        List<Candidate> shown = admin
                ? candidates
                : candidates.stream()
                        .filter(candidate -> candidate.rejection() == null
                                || candidate.deployment().visibility().openTo(teamId))
                        .toList();
        String strategy = admitted.settings().strategyOf(group.pool());
        return explanation(call, admitted, group.pool().name(), group.alias(), shown, strategy, first);
    }

    private List<Candidate> verdicts(Decision decision, DecisionContext context) {
        var verdicts = new ArrayList<Candidate>();
        double[] shares = shares(decision, context);
        for (int i = 0; i < shares.length; i++) {
            if (decision.candidates().considered(i)) {
                verdicts.add(new Candidate(
                        decision.pool().deployment(i), decision.candidates().rejection(i), shares[i]));
            }
        }
        return verdicts;
    }

    /** Shares by place in the group. */
    private double[] shares(Decision decision, DecisionContext context) {
        var byPlace = new double[decision.pool().size()];
        if (decision instanceof Decision.Chosen chosen) {
            if (chosen.preferred()) {
                byPlace[chosen.place()] = 1;
                return byPlace;
            }
            double[] shares = router.shares(chosen, context).shares();
            for (int i = 0; i < shares.length; i++) {
                byPlace[chosen.eligible().place(i)] = shares[i];
            }
        }
        return byPlace;
    }

    private static Explanation explanation(
            ModelCall call,
            Admitted admitted,
            @Nullable String group,
            @Nullable Alias alias,
            List<Candidate> candidates,
            @Nullable String strategy,
            Step first) {
        var constraints = admitted.request().constraints();
        String selected = first instanceof Step.Call next
                ? next.decision().deployment().id().value()
                : null;
        return new Explanation(
                String.valueOf(call.model()),
                group,
                alias,
                admitted.caller(),
                constraints.tags().tags(),
                constraints.regions(),
                strategy,
                candidates,
                selected,
                first instanceof Step.GiveUp giveUp ? refused(call, admitted, giveUp) : null);
    }

    private static Answer.Failed refused(ModelCall call, Admitted admitted, Step.GiveUp giveUp) {
        return new Answer.Failed(
                AnswerHead.bare(call.callId(), call.startedNanos()),
                admitted.told(giveUp.failure()),
                admitted.told(giveUp.fallbacks()));
    }
}
