package dev.stellwerk.main.gateway;

import dev.stellwerk.adapters.persistence.config.ConfigurationModule;
import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.CallerSettings;
import dev.stellwerk.application.catalog.CatalogHolder;
import dev.stellwerk.application.completion.Admission;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.explain.ExplainRouteService;
import dev.stellwerk.application.money.RoutingBudgets;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.out.AffinityStore;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.random.RandomGenerator;

/** The part of the wiring that serving and explaining share: catalog, router, admission. */
public record Routing(
        TrafficBoard board,
        CatalogHolder catalog,
        Router router,
        RoutingBudgets budgets,
        Time time,
        RandomGenerator random) {

    public static Routing of(GatewayConfiguration configuration, Plugins plugins, Time time) throws StartFault {
        RandomGenerator random = new ThreadRandom();
        var board = new TrafficBoard();
        var snapshot = new CatalogSnapshot(
                configuration.deployments(),
                configuration.aliases(),
                configuration.routingGroups(),
                configuration.providers(),
                configuration.regions(),
                board);
        return new Routing(
                board,
                new CatalogHolder(snapshot),
                plugins.router(configuration, time),
                new RoutingBudgets(configuration.routing().budgets(), time),
                time,
                random);
    }

    public Admission admission(
            GatewayConfiguration configuration, Plugins plugins, AccessService access, AffinityStore affinity) {
        return new Admission(
                access,
                catalog,
                configuration.routing(),
                new CallerSettings(plugins.strategies(), ConfigurationModule.keptRouterSettings()),
                configuration.access(),
                affinity,
                time);
    }

    public ExplainRoute explain(Admission admission) {
        return new ExplainRouteService(admission, router, budgets, random, time);
    }
}
