package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.deployment.Capacity.Figure;
import dev.stellwerk.domain.routing.EligibleSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws lots by what each deployment is meant for: by {@code weight} if anybody states one, else by {@code rpm}, else
 * by {@code tpm}, never mixed. Who does not state the figure that counts is meant for nothing. A figure that is 0 for
 * all of them tells nothing, so the next one counts; without any all are equal.
 */
final class Lots {
    private static final Figure[] FIGURES = Figure.values();
    private static final int NOBODY = -1;

    private final EligibleSet eligible;
    private final @Nullable Figure figure;
    private final double sum;

    Lots(EligibleSet eligible) {
        this.eligible = eligible;
        for (Figure candidate : FIGURES) {
            double stated = eligible.statedInAll(candidate);
            if (stated > 0 && stated < Double.POSITIVE_INFINITY) {
                figure = candidate;
                sum = stated;
                return;
            }
        }
        figure = null;
        sum = eligible.count();
    }

    double weight(int i) {
        return figure == null ? 1 : eligible.stated(figure, i);
    }

    double share(int i) {
        return weight(i) / sum;
    }

    /** What all the others weigh together. */
    double weightWithout(int i) {
        return sum - weight(i);
    }

    int draw(RandomGenerator random) {
        return figure == null ? random.nextInt(eligible.count()) : place(random.nextDouble() * sum, NOBODY);
    }

    /** Draws among the others; -1 when none of them has any weight. */
    int drawAnother(int first, RandomGenerator random) {
        if (figure == null) {
            int other = random.nextInt(eligible.count() - 1);
            return other < first ? other : other + 1;
        }
        return place(random.nextDouble() * weightWithout(first), first);
    }

    private int place(double lot, int leftOut) {
        int last = NOBODY;
        double rest = lot;
        for (int i = 0; i < eligible.count(); i++) {
            double weight = i == leftOut ? 0 : weight(i);
            if (weight > 0) {
                last = i;
                rest -= weight;
                if (rest < 0) {
                    return i;
                }
            }
        }
        return last; // rounding ate the end of the row
    }
}
