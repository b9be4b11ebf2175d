package dev.stellwerk.application.completion;

import dev.stellwerk.application.completion.Ties.Tie;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.id.DeploymentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers which deployment served what, and knows it again. What comes of it is for the router to say. */
final class Affinities {
    private static final String OWED = "owed:";
    private static final String PAID = "paid:";

    private final AffinityStore store;

    Affinities(AffinityStore store) {
        this.store = store;
    }

    /** The deployment that holds what the call continues. */
    @Nullable
    DeploymentId pinned(Ties ties) {
        Tie continues = ties.continues();
        return continues == null ? null : store.find(continues.key()).orElse(null);
    }

    /** The deployment that holds an answer which was made for the caller. */
    Optional<DeploymentId> holder(String answerId, Caller caller) {
        String key = Ties.keyOf(answerId, caller);
        return key == null ? Optional.empty() : store.find(key);
    }

    /** The deployments that served the same before, strongest habit first. */
    List<DeploymentId> preferred(Ties ties) {
        List<Tie> habits = ties.habits();
        if (habits.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<DeploymentId>(habits.size());
        for (Tie habit : habits) {
            store.find(habit.key()).filter(id -> !found.contains(id)).ifPresent(found::add);
        }
        return found;
    }

    /**
     * Remembers who answered.
     *
     * @param elsewhere a fallback did: the habits of the group asked for stay as they were
     */
    void remember(Ties ties, DeploymentId id, @Nullable String answerId, boolean elsewhere) {
        remember(ties.ofAnswer(answerId), id);
        if (!elsewhere) {
            remember(ties.continues(), id);
            for (Tie habit : ties.habits()) {
                remember(habit, id);
            }
        }
    }

    /** An answer goes on being made after it was given; what it used is paid by whoever asks about it first. */
    void owe(Ties ties, DeploymentId id, @Nullable String answerId) {
        Tie tie = ties.ofAnswer(answerId);
        if (tie != null) {
            store.remember(OWED + tie.key(), id, tie.life());
        }
    }

    /** Whether an answer has to be paid. After that it is: a life of its own is longer than what is left of the debt's. */
    boolean settle(String answerId, Caller caller, DeploymentId id, Duration life) {
        String key = Ties.keyOf(answerId, caller);
        if (key == null
                || store.find(OWED + key).isEmpty()
                || store.find(PAID + key).isPresent()) {
            return false;
        }
        store.remember(PAID + key, id, life);
        return true;
    }

    private void remember(@Nullable Tie tie, DeploymentId id) {
        if (tie != null) {
            store.remember(tie.key(), id, tie.life());
        }
    }
}
