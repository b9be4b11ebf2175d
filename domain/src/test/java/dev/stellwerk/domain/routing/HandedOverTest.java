package dev.stellwerk.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What filters and strategies are handed, followed field by field, as code that uses reflection could. */
class HandedOverTest {
    private static final String KEY = "sk-of-the-upstream";
    private static final String PASSWORD = "hidden-in-the-url";

    private final List<Object> handedOver = new ArrayList<>();

    private void decide() {
        var endpoint = new Endpoint(
                "openai",
                "m",
                "https://me:" + PASSWORD + "@up.test/v1?key=" + PASSWORD,
                new Secret(KEY),
                null,
                null,
                Map.of("authorization", KEY));
        List<Deployment> members = List.of(
                Deployment.builder(new DeploymentId("a"), "chat", endpoint).build(),
                Deployment.builder(new DeploymentId("b"), "chat", endpoint).build());
        var pool = new DeploymentPool("chat", members, RegionTree.FLAT, new TrafficBoard());
        DeploymentFilter filter = (candidates, context) -> {
            handedOver.add(candidates);
            handedOver.add(context);
            handedOver.add(candidates.group());
            handedOver.add(candidates.deployment(0));
            handedOver.add(candidates.traffic(0));
        };
        RoutingStrategy strategy = (eligible, context) -> {
            handedOver.add(eligible);
            handedOver.add(context);
            return 0;
        };
        Routers.of(List.of(filter), Map.of(RoutingSettings.DEFAULT_STRATEGY, strategy))
                .decide(pool, AttemptScope.WHOLE_GROUP, new AContext().build());
        assertThat(handedOver).hasSize(7);
    }

    @Test
    void no_way_leads_from_it_to_a_credential_or_to_the_callers_authority() throws IllegalAccessException {
        decide();

        assertThat(reachable())
                .hasSizeGreaterThan(50)
                .noneMatch(it -> it instanceof Secret
                        || it instanceof Endpoint
                        || it instanceof Deployment
                        || it instanceof DeploymentPool
                        || it instanceof CatalogSnapshot
                        || it instanceof RoutingRequest
                        || it instanceof RoutingRequest.Constraints)
                .noneMatch(it -> it instanceof String text && (text.contains(KEY) || text.contains(PASSWORD)));
    }

    @Test
    void the_traffic_handed_over_is_a_view_and_nothing_else() {
        decide();

        assertThat(handedOver).noneMatch(it -> it instanceof DeploymentTraffic);
        assertThat(Pools.of(ADeployment.named("A")).view().traffic(0)).isNotInstanceOf(DeploymentTraffic.class);
    }

    private Set<Object> reachable() throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(handedOver);
        while (!open.isEmpty()) {
            Object it = open.remove();
            if (seen.add(it)) {
                follow(it, open);
            }
        }
        return seen;
    }

    private static void follow(Object it, Deque<Object> open) throws IllegalAccessException {
        switch (it) {
            case Collection<?> many -> addAll(many, open);
            case Map<?, ?> map -> {
                addAll(map.keySet(), open);
                addAll(map.values(), open);
            }
            case Optional<?> perhaps -> perhaps.ifPresent(open::add);
            case Object[] array -> {
                for (int i = 0; i < array.length; i++) {
                    add(Array.get(array, i), open);
                }
            }
            default -> followFields(it, open);
        }
    }

    private static void followFields(Object it, Deque<Object> open) throws IllegalAccessException {
        for (Class<?> type = it.getClass(); ours(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !type.isHidden()) {
                    field.setAccessible(true);
                    add(field.get(it), open);
                }
            }
        }
    }

    private static boolean ours(Class<?> type) {
        return type != null && type.getName().startsWith("dev.stellwerk");
    }

    private static void addAll(Collection<?> many, Deque<Object> open) {
        many.forEach(one -> add(one, open));
    }

    private static void add(Object it, Deque<Object> open) {
        if (it != null) {
            open.add(it);
        }
    }
}
