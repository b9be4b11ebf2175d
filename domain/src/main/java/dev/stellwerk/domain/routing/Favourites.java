package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.candidates.EligibleSet;
import java.util.List;

/**
 * The deployment that served a caller before, unless it has become much busier than the others.
 *
 * <p>The bound is that of "Consistent Hashing with Bounded Loads" (Mirrokni, Thorup, Zadimoghaddam, arXiv 1608.01350):
 * a favourite takes at most a fixed factor of the mean load, here 1.25; what it does not take goes where the strategy
 * sends it. A few calls in flight are no load worth leaving a favourite for, so the factor counts above these.
 */
final class Favourites {
    private static final double OF_MEAN = 1.25;
    private static final int CALLS_WITHOUT_CONCERN = 8;
    /** Of large groups the mean is taken from so many, drawn by chance. */
    private static final int SAMPLE = 64;

    private Favourites() {}

    /** The place among the eligible of the first that is preferred and has room, or -1. */
    static int choose(EligibleSet eligible, DecisionContext context) {
        List<DeploymentId> wanted = context.request().preferred();
        for (int w = 0; w < wanted.size(); w++) {
            int place = find(eligible, wanted.get(w));
            if (place >= 0 && hasRoom(eligible, place, context)) {
                return place;
            }
        }
        return -1;
    }

    private static int find(EligibleSet eligible, DeploymentId wanted) {
        for (int i = 0; i < eligible.count(); i++) {
            if (eligible.deployment(i).id().equals(wanted.value())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean hasRoom(EligibleSet eligible, int place, DecisionContext context) {
        int load = eligible.traffic(place).inFlight();
        return load < CALLS_WITHOUT_CONCERN || load < CALLS_WITHOUT_CONCERN + OF_MEAN * meanLoad(eligible, context);
    }

    private static double meanLoad(EligibleSet eligible, DecisionContext context) {
        int count = eligible.count();
        int looked = Math.min(count, SAMPLE);
        long sum = 0;
        for (int i = 0; i < looked; i++) {
            int place = count <= SAMPLE ? i : context.random().nextInt(count);
            sum += eligible.traffic(place).inFlight();
        }
        return (double) sum / looked;
    }
}
