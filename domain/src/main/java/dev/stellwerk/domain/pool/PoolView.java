package dev.stellwerk.domain.pool;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.GroupView;
import dev.stellwerk.domain.spi.routing.Mark;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Stated;
import dev.stellwerk.domain.spi.routing.TrafficView;
import java.util.Collection;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What filters and strategies see of a group. It holds no deployment of the engine, only what may be shown of each: no
 * way leads from here to a credential or to anything that can be written to.
 */
final class PoolView implements GroupView {
    private final String name;
    private final DeploymentView[] deployments;
    private final TrafficView[] traffic;
    private final PoolIndex index;
    private final LongPredicate anyCooling;

    PoolView(
            String name,
            DeploymentView[] deployments,
            TrafficView[] traffic,
            PoolIndex index,
            LongPredicate anyCooling) {
        this.name = name;
        this.deployments = deployments;
        this.traffic = traffic;
        this.index = index;
        this.anyCooling = anyCooling;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return deployments.length;
    }

    @Override
    public DeploymentView deployment(int place) {
        return deployments[place];
    }

    @Override
    public TrafficView traffic(int place) {
        return traffic[place];
    }

    @Override
    public int placeOf(String deploymentId) {
        return index.places.getOrDefault(deploymentId, -1);
    }

    @Override
    public Places all() {
        return index.all;
    }

    @Override
    public Places none() {
        return index.none;
    }

    @Override
    public Places carrying(String tag) {
        return index.byTag.getOrDefault(tag, index.none);
    }

    @Override
    public boolean knows(String tag) {
        return index.byTag.containsKey(tag);
    }

    @Override
    public Places within(Collection<String> regions) {
        if (regions.size() == 1) {
            return index.byAllowedRegion.getOrDefault(regions.iterator().next(), index.none);
        }
        return PoolIndex.union(index.none, index.byAllowedRegion, regions);
    }

    @Override
    public Places openToTeam(@Nullable String teamId) {
        Places own = teamId == null ? null : index.byTeam.get(teamId);
        return own == null ? index.openToAllTeams : index.openToAllTeams.or(own);
    }

    @Override
    public Places openToAccessGroups(Collection<String> granted) {
        return index.byAccessGroup.isEmpty()
                ? index.all
                : PoolIndex.union(index.inNoAccessGroup, index.byAccessGroup, granted);
    }

    @Override
    public Places marked(Mark mark) {
        return index.marked(mark);
    }

    @Override
    public double stated(Stated figure, int place) {
        return index.figures(figure)[place];
    }

    @Override
    public double statedInAll(Stated figure) {
        return index.sum(figure);
    }

    @Override
    public boolean anyMayBeCooling(Moment now) {
        return anyCooling.test(now.nanos());
    }

    @Override
    public boolean tagFiltering(boolean routerSetting) {
        return index.tagFiltering == null ? routerSetting : index.tagFiltering;
    }

    @Override
    public boolean failOpen() {
        return index.failOpen;
    }
}
