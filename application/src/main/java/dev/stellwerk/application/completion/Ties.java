package dev.stellwerk.application.completion;

import dev.stellwerk.application.call.Payload;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Affinity;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Checks;
import dev.stellwerk.domain.spi.routing.CallType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ties a call to the deployment of an earlier one, as keys of a store: the answer it continues, and its habits,
 * strongest first. All keys name the team or key they belong to, so that nobody is led by what another caller did.
 *
 * @param continues the answer that the call continues
 * @param habits session, cached prompt, key
 * @param answers the beginning of the keys of its own answers; null when these are not remembered
 * @param life how long answers are
 */
record Ties(
        @Nullable Tie continues, List<Tie> habits, @Nullable String answers, Duration life) {
    static final Ties NONE = new Ties(null, List.of(), null, Duration.ZERO);

    private static final int ID_LENGTH_MAX = 256;
    private static final int CACHED_TOKENS_MIN = 1024;
    private static final Duration CACHE_LIFE = Duration.ofMinutes(5);

    /** A key, and how long what stands under it is worth something. */
    record Tie(String key, Duration life) {}

    static Ties of(ModelCall call, Caller caller, String group, Checks checks) {
        Set<Affinity> wanted = checks.affinities();
        boolean answers = call.type() == CallType.RESPONSES; // whoever made one is the only one who can continue it
        if (call.type() == CallType.STORED_RESPONSE || (wanted.isEmpty() && !answers)) {
            return NONE;
        }
        String ofOwner = answers ? answersOf(caller) : null;
        return new Ties(
                ofOwner == null ? null : continued(ofOwner, call, checks),
                habits(call, caller, group, checks),
                ofOwner,
                checks.affinityLife());
    }

    /** The key of an answer that was made before; null when it cannot have been remembered. */
    static @Nullable String keyOf(String answerId, Caller caller) {
        return answerId.isEmpty() || answerId.length() > ID_LENGTH_MAX ? null : answersOf(caller) + answerId;
    }

    private static String answersOf(Caller caller) {
        return "response:" + owner(caller) + ":";
    }

    private static @Nullable Tie continued(String ofOwner, ModelCall call, Checks checks) {
        String previous = call.handling().previousResponseId();
        return previous == null || previous.length() > ID_LENGTH_MAX
                ? null
                : new Tie(ofOwner + previous, checks.affinityLife());
    }

    private static List<Tie> habits(ModelCall call, Caller caller, String group, Checks checks) {
        Set<Affinity> wanted = checks.affinities();
        var habits = new ArrayList<Tie>(2);
        String keyHash = caller.key().map(ApiKey::hash).orElse("unscoped");
        String session = call.origin().sessionId();
        if (session != null && wanted.contains(Affinity.SESSION)) {
            habits.add(new Tie("session:" + group + ":" + keyHash + ":" + session, checks.affinityLife()));
        }
        if (wanted.contains(Affinity.PROMPT_CACHE)) {
            addPrompts(habits, call.payload(), "prompt:" + group + ":" + owner(caller) + ":");
        }
        if (caller.key().isPresent() && wanted.contains(Affinity.KEY)) {
            habits.add(new Tie("key:" + group + ":" + keyHash, checks.affinityLife()));
        }
        return habits;
    }

    /** Upstreams cache nothing shorter, and forget what they cached after five minutes. */
    private static void addPrompts(List<Tie> habits, Payload payload, String ofOwner) {
        for (Payload.Prefix prefix : payload.markedPrefixes()) {
            if (prefix.tokens() >= CACHED_TOKENS_MIN) {
                habits.add(new Tie(ofOwner + prefix.digest(), CACHE_LIFE));
            }
        }
    }

    /** Keys of a team continue each other's conversations; callers without a key are the gateway's own. */
    private static String owner(Caller caller) {
        return caller.team()
                .map(Team::id)
                .map(id -> "team:" + id)
                .or(() -> caller.key().map(ApiKey::hash).map(hash -> "key:" + hash))
                .orElse("unscoped");
    }

    /** The key of an answer; null when it is not to be remembered. */
    @Nullable
    Tie ofAnswer(@Nullable String id) {
        return answers == null || id == null || id.isEmpty() || id.length() > ID_LENGTH_MAX
                ? null
                : new Tie(answers + id, life);
    }
}
