package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.Stable;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway knows of a deployment's traffic: its own and, where instances share a Redis, that of the others.
 * Read-only and live: two reads in one decision may differ. Never blocks.
 */
@Stable(since = "1.0")
public interface TrafficView {
    /** Calls in flight, here and elsewhere. */
    int inFlight();

    /** Calls in flight on this instance. */
    int inFlightHere();

    /** Requests counted in the running minute. */
    long requests(Moment now);

    /** Tokens counted in the running minute. */
    long tokens(Moment now);

    /** Seconds from sending a request to the first event of its stream. */
    Latency firstToken();

    /** Seconds a plain answer took for each token it held. */
    Latency perToken();

    /** Calls that failed in the running window of a minute. */
    int failures(Moment now);

    /** Calls that succeeded in the running window of a minute. */
    int successes(Moment now);

    /** The cooldown in force for all calls; null when it is not cooling down. */
    @Nullable
    CooldownView cooldown(Moment now);

    /** The cooldown in force for calls of this type, be it for all calls or for these alone; null when there is none. */
    @Nullable
    CooldownView cooldown(CallType type, Moment now);

    /** How long it has been back from its last cooldown; negative while that lasts, {@link Long#MAX_VALUE} without one. */
    long nanosSinceCooldown(Moment now);

    /** Whether a call succeeded after its last cooldown; true without one. */
    boolean provenSinceCooldown();
}
