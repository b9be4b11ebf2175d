package dev.stellwerk.plugins.builtin.strategy;

import dev.stellwerk.domain.catalog.Capacity;
import dev.stellwerk.domain.routing.Eligible;
import org.jspecify.annotations.Nullable;

/**
 * How much of a group's traffic each deployment is meant for: by {@code weight} if anybody states one, else by
 * {@code rpm}, else by {@code tpm}, never mixed. Who does not state the figure that counts is meant for nothing. A
 * figure that is 0 for all of them tells nothing, so the next one counts; without any all are equal.
 */
enum Weights {
    WEIGHT {
        @Override
        @Nullable
        Number stated(Capacity capacity) {
            return capacity.weight();
        }
    },
    REQUESTS_PER_MINUTE {
        @Override
        @Nullable
        Number stated(Capacity capacity) {
            return capacity.requestsPerMinute();
        }
    },
    TOKENS_PER_MINUTE {
        @Override
        @Nullable
        Number stated(Capacity capacity) {
            return capacity.tokensPerMinute();
        }
    };

    private static final Weights[] IN_ORDER = values();

    abstract @Nullable Number stated(Capacity capacity);

    /** The weight of each, or null when all are equal. */
    static double @Nullable [] of(Eligible eligible) {
        var weights = new double[eligible.count()];
        for (Weights figure : IN_ORDER) {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                Number stated = figure.stated(eligible.deployment(i).capacity());
                weights[i] = stated == null ? 0 : stated.doubleValue();
                sum += weights[i];
            }
            if (sum > 0 && sum < Double.POSITIVE_INFINITY) {
                return weights;
            }
        }
        return null;
    }

    static double sum(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** The place that a lot from 0 (inclusive) to the sum of the weights (exclusive) falls on. */
    static int place(double[] weights, double lot) {
        int last = -1;
        double rest = lot;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                rest -= weights[i];
                if (rest < 0) {
                    return i;
                }
            }
        }
        return last; // rounding ate the end of the row
    }
}
