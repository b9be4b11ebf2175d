package dev.stellwerk.domain.traffic;

import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.TrafficView;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one instance knows of one deployment's traffic: its own and, as told by the {@code observe…} methods, that of
 * other instances. All request threads write and read it, none ever waits.
 *
 * <p>It outlives a reload of the configuration: an unchanged deployment keeps its counters and its cooldown.
 */
public final class DeploymentTraffic {
    private final DeploymentId id;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile int inFlightElsewhere;
    /** The last one, in force or over; when it is over tells how long the deployment has been back. */
    private final AtomicReference<@Nullable Cooldown> cooldown = new AtomicReference<>();

    private final Map<CallType, Cooldown> cooldownByType = new ConcurrentHashMap<>();

    /** The cooldown after which a call has succeeded. */
    private final AtomicReference<@Nullable Cooldown> proven = new AtomicReference<>();

    private final AtomicReference<@Nullable Cooldown> lastToEndOfAll;
    private final MinuteUsage usage = new MinuteUsage();
    private volatile ElsewhereUsage usageElsewhere = new ElsewhereUsage(Long.MIN_VALUE, 0, 0);
    private final AtomicReference<FailureCounts> outcomes = new AtomicReference<>(new FailureCounts(0, 0, 0));
    private final FailTally fails = new FailTally();
    private final DecayingAverage secondsPerToken = new DecayingAverage();
    private final DecayingAverage firstTokenSeconds = new DecayingAverage();
    private final TrafficView view;

    private record ElsewhereUsage(long minute, long requests, long tokens) {}

    /** A call that counts as in flight until it is closed. Closing twice counts once, so the gauge cannot drift. */
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /** Traffic that stands for itself; ask a {@link TrafficBoard} for that of a gateway's deployment. */
    public DeploymentTraffic(DeploymentId id) {
        this(id, new AtomicReference<>());
    }

    /**
     * @param lastToEndOfAll of the cooldowns of all deployments the one that ends last
     */
    DeploymentTraffic(DeploymentId id, AtomicReference<@Nullable Cooldown> lastToEndOfAll) {
        this.id = id;
        this.lastToEndOfAll = lastToEndOfAll;
        this.view = new ReadTraffic(this);
    }

    public DeploymentId id() {
        return id;
    }

    /** The same figures for those who may only read them. */
    public TrafficView view() {
        return view;
    }

    // ---- calls in flight

    /** Counts one call in. */
    public Lease enter() {
        inFlight.incrementAndGet();
        var open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                inFlight.decrementAndGet();
            }
        };
    }

    /** Calls in flight, here and elsewhere. */
    public int inFlight() {
        return inFlight.get() + inFlightElsewhere;
    }

    /** Calls in flight on this instance. */
    public int inFlightHere() {
        return inFlight.get();
    }

    public void observeInFlightElsewhere(int calls) {
        inFlightElsewhere = Math.max(0, calls);
    }

    // ---- cooldown

    /** The cooldown in force for all calls, or null. */
    public @Nullable Cooldown cooldown(long nowNanos) {
        return inForce(cooldown.get(), nowNanos);
    }

    /** The cooldown in force for calls of this type, be it for all calls or for these alone; or null. */
    public @Nullable Cooldown cooldown(CallType type, long nowNanos) {
        Cooldown ofAll = inForce(cooldown.get(), nowNanos);
        Cooldown ofType = inForce(cooldownByType.get(type), nowNanos);
        return ofType == null ? ofAll : laterToEnd(ofAll, ofType);
    }

    private static @Nullable Cooldown inForce(@Nullable Cooldown known, long nowNanos) {
        return known != null && !known.over(nowNanos) ? known : null;
    }

    /** Whether all calls are kept away. */
    public boolean cooling(long nowNanos) {
        return cooldown(nowNanos) != null;
    }

    /** Takes the deployment out; of two cooldowns for the same calls the one that ends later holds. */
    public void coolDown(Cooldown next) {
        lastToEndOfAll.accumulateAndGet(
                next, DeploymentTraffic::laterToEnd); // first, so that nobody overlooks this one
        CallType only = next.only();
        if (only != null) {
            cooldownByType.merge(only, next, DeploymentTraffic::laterToEnd);
            return;
        }
        cooldown.accumulateAndGet(next, DeploymentTraffic::laterToEnd);
    }

    private static @Nullable Cooldown laterToEnd(@Nullable Cooldown old, @Nullable Cooldown offered) {
        return old == null || offered == null || offered.untilNanos() - old.untilNanos() > 0 ? offered : old;
    }

    /** Ends all cooldowns early: somebody knows that it works again. */
    public void readmit() {
        cooldown.set(null);
        cooldownByType.clear();
    }

    /** How long it has been back from its last cooldown: negative while that lasts, endless when there was none. */
    public long nanosSinceCooldown(long nowNanos) {
        Cooldown last = cooldown.get();
        return last == null ? Long.MAX_VALUE : nowNanos - last.untilNanos();
    }

    /** Whether a call succeeded after the last cooldown; true when there was none. */
    public boolean provenSinceCooldown() {
        Cooldown last = cooldown.get();
        return last == null || last.equals(proven.get());
    }

    // ---- usage of the current minute

    public void countRequest(long minute) {
        usage.addRequests(minute, 1);
    }

    /** Takes a counted request back: it never went out. */
    public void uncountRequest(long minute) {
        usage.addRequests(minute, -1);
    }

    public void countTokens(long minute, long tokens) {
        usage.addTokens(minute, tokens);
    }

    public long requests(long minute) {
        ElsewhereUsage others = usageElsewhere;
        return usage.requests(minute) + (others.minute == minute ? others.requests : 0);
    }

    public long tokens(long minute) {
        ElsewhereUsage others = usageElsewhere;
        return usage.tokens(minute) + (others.minute == minute ? others.tokens : 0);
    }

    /** Requests of this instance alone. */
    public long requestsHere(long minute) {
        return usage.requests(minute);
    }

    /** Tokens of this instance alone. */
    public long tokensHere(long minute) {
        return usage.tokens(minute);
    }

    public void observeUsageElsewhere(long minute, long requests, long tokens) {
        usageElsewhere = new ElsewhereUsage(minute, Math.max(0, requests), Math.max(0, tokens));
    }

    // ---- outcomes

    /** Counts a success and tells the counts of the running window. */
    public FailureCounts countSuccess(long nowNanos) {
        Cooldown last = cooldown.get();
        if (last != null && last.over(nowNanos) && !last.equals(proven.get())) {
            proven.set(last);
        }
        return outcomes.updateAndGet(old -> current(old, nowNanos).plusSuccess());
    }

    /** Counts a failure and tells the counts of the running window. */
    public FailureCounts countFailure(long nowNanos) {
        return outcomes.updateAndGet(old -> current(old, nowNanos).plusFailure());
    }

    /** The counts of the running window. */
    public FailureCounts outcomes(long nowNanos) {
        return current(Objects.requireNonNull(outcomes.get()), nowNanos);
    }

    private static FailureCounts current(FailureCounts counts, long nowNanos) {
        return counts.total() == 0 || counts.over(nowNanos) ? FailureCounts.none(nowNanos) : counts;
    }

    /** Counts a failure against an allowance and tells how many there were within {@code memory}, this one included. */
    public int countAgainstAllowance(@Nullable ErrorClass kind, Duration memory, long nowNanos) {
        return fails.count(kind, memory, nowNanos);
    }

    // ---- latency

    /** Learns how long a call took for each token it produced. */
    public void learnSecondsPerToken(double seconds, long nowNanos) {
        secondsPerToken.add(seconds, nowNanos);
    }

    /** Learns how long a stream took to its first token. */
    public void learnFirstToken(double seconds, long nowNanos) {
        firstTokenSeconds.add(seconds, nowNanos);
    }

    DecayingAverage secondsPerToken() {
        return secondsPerToken;
    }

    DecayingAverage firstTokenSeconds() {
        return firstTokenSeconds;
    }
}
