package dev.stellwerk.domain.routing.guard;

import dev.stellwerk.domain.spi.routing.Shares;

/** Takes the shares that a strategy tells, and finds out whether they make sense. Belongs to one explanation. */
final class SharesTable implements Shares {
    private static final double ROUNDING = 1e-6;

    private final double[] shares;
    private final boolean[] leftToGateway = new boolean[1];

    SharesTable(int count) {
        shares = new double[count];
    }

    @Override
    public void give(int i, double share) {
        if (!(share >= 0 && share <= 1 + ROUNDING)) {
            throw new IllegalArgumentException("a share is a number from 0 to 1, not " + share);
        }
        shares[i] = share;
    }

    @Override
    public void leaveToGateway() {
        leftToGateway[0] = true;
    }

    boolean isLeftToGateway() {
        return leftToGateway[0];
    }

    boolean addsUp() {
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        return Math.abs(sum - 1) <= ROUNDING;
    }

    double[] shares() {
        return shares;
    }
}
