package dev.stellwerk.plugins.builtin.strategy;

import java.util.random.RandomGenerator;

/** The places with the lowest figure of a row. Among equals lots are drawn: taking the first would load it with all. */
final class Lowest {
    private final int[] places;
    private int count;
    private double lowest = Double.POSITIVE_INFINITY;

    Lowest(int size) {
        places = new int[size];
    }

    void offer(int place, double figure) {
        if (figure < lowest) {
            lowest = figure;
            count = 0;
        }
        if (figure == lowest) {
            places[count++] = place;
        }
    }

    int draw(RandomGenerator random) {
        return count == 1 ? places[0] : places[random.nextInt(count)];
    }

    /** Equal shares for the equally low, none for the others. */
    double[] shares() {
        var shares = new double[places.length];
        for (int i = 0; i < count; i++) {
            shares[places[i]] = 1.0 / count;
        }
        return shares;
    }
}
