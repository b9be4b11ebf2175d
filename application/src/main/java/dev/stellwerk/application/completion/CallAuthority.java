package dev.stellwerk.application.completion;

import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.routing.session.RoutingSession;
import dev.stellwerk.domain.routing.session.Step;
import org.jspecify.annotations.Nullable;

/**
 * What one call may do: as it was admitted, and as long as it would still be. An attempt takes as long as an upstream
 * likes; meanwhile keys are blocked, teams narrowed and regions set. So before each further attempt, and when a
 * place at the deployment had to be waited for, the call is judged anew. That can only narrow what it was admitted to. Belongs to one call and its thread.
 */
final class CallAuthority {
    private final Admission admission;
    private final ModelCall call;
    private final Admitted admitted;
    private boolean old;
    private @Nullable Judged changed;

    CallAuthority(Admission admission, ModelCall call, Admitted admitted) {
        this.admission = admission;
        this.call = call;
        this.admitted = admitted;
    }

    Admitted admitted() {
        return admitted;
    }

    /** Time goes by: what was known of the caller has to be asked again. */
    void grewOld() {
        old = true;
    }

    /**
     * What to do instead of a call that may not be made any more; null when it may.
     *
     * @throws CallRefused when the caller may make no call like this any more
     */
    @Nullable
    Step insteadOf(Step.Call next, RoutingSession session) {
        if (old) {
            changed = unlessSame(admission.judge(call));
            old = false;
        }
        Judged now = changed;
        if (now == null) {
            return null;
        }
        if (!stands(next, now) || !open(next, now)) {
            return session.withdrawn();
        }
        return session.liesWithin(now.constraints(), next) ? null : session.outside(now.constraints());
    }

    /** The same caller under the same catalog is under the same constraints. */
    private @Nullable Judged unlessSame(Judged now) {
        return now.catalog() == admitted.catalog() && now.caller().equals(admitted.caller()) ? null : now;
    }

    private boolean stands(Step.Call next, Judged now) {
        return now.catalog() == admitted.catalog()
                || now.catalog().find(next.decision().deployment().id()).isPresent();
    }

    /** The model asked for was judged with the call; fallbacks are open as far as the models of key and team reach. */
    private static boolean open(Step.Call next, Judged now) {
        return next.group().equals(now.model())
                || now.constraints()
                        .mayUse()
                        .test(next.group(), next.decision().pool().name());
    }
}
