package dev.stellwerk.domain.routing.guard;

import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.Lots;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A strategy, whoever brought it, behind a check of its answers. Where it fails or answers what makes no sense, lots are
 * drawn among the same deployments, as simple-shuffle does.
 */
public final class GuardedStrategy {
    private static final int SAMPLES = 1000;

    private final String name;
    private final boolean holdsLimits;
    private final MadeOnce<RoutingStrategy> strategy;
    private final Mishaps mishaps;
    private final Bench bench = new Bench();

    /**
     * @param name as configuration has it
     * @param holdsLimits whether deployments at their limit per minute must leave before it chooses
     * @param maker asked once, by the first call that needs the strategy
     */
    public GuardedStrategy(
            String name, boolean holdsLimits, Supplier<? extends RoutingStrategy> maker, Mishaps mishaps) {
        this.name = name;
        this.holdsLimits = holdsLimits;
        this.strategy = new MadeOnce<>(maker);
        this.mishaps = mishaps;
    }

    public boolean holdsLimits() {
        return holdsLimits;
    }

    /** A place among the eligible, whatever the strategy does. */
    public int choose(Eligible eligible, RoutingContext context) {
        if (bench.plays(context.now().nanos())) {
            int choice = ask(eligible, context);
            if (choice >= 0) {
                bench.worked();
                return choice;
            }
            bench.failed(context.now().nanos());
        }
        return Lots.of(eligible).draw(context.random());
    }

    /** The strategy's choice; -1 when it has none. */
    private int ask(Eligible eligible, RoutingContext context) {
        try {
            int choice = strategy.get().choose(eligible, context);
            if (choice >= 0 && choice < eligible.count()) {
                return choice;
            }
            mishaps.happened(name, "chose " + choice + " of " + eligible.count(), null);
        } catch (Throwable thrown) {
            mishaps.happened(name, "failed", thrown);
        }
        return -1;
    }

    /**
     * The share of requests that each of the eligible would get now. Draws from no live chance.
     *
     * @param under the context of the decision, with this chance in place of its own
     * @param seed of the draws for a strategy that does not tell: the same gives the same answer
     */
    public ShareOut shares(Eligible eligible, Function<RandomGenerator, RoutingContext> under, long seed) {
        var table = new SharesTable(eligible.count());
        try {
            strategy.get().shares(eligible, under.apply(new NotingRandom(seed)), table);
            if (table.isLeftToGateway()) {
                return tried(eligible, under, seed);
            }
            if (table.addsUp()) {
                return new ShareOut(table.shares(), false);
            }
            mishaps.happened(name, "told shares that do not make 1", null);
        } catch (Throwable thrown) {
            mishaps.happened(name, "failed to tell its shares", thrown);
        }
        return lots(eligible);
    }

    /** A choice without chance is certain; one that asks for it is made a thousand times. */
    private ShareOut tried(Eligible eligible, Function<RandomGenerator, RoutingContext> under, long seed) {
        var noting = new NotingRandom(seed);
        RoutingContext context = under.apply(noting);
        var shares = new double[eligible.count()];
        shares[choose(eligible, context)] = 1;
        if (!noting.wasAsked()) {
            return new ShareOut(shares, false);
        }
        Arrays.fill(shares, 0);
        for (int i = 0; i < SAMPLES; i++) {
            shares[choose(eligible, context)] += 1.0 / SAMPLES;
        }
        return new ShareOut(shares, true);
    }

    private static ShareOut lots(Eligible eligible) {
        var lots = Lots.of(eligible);
        var shares = new double[eligible.count()];
        Arrays.setAll(shares, lots::share);
        return new ShareOut(shares, false);
    }
}
