package dev.stellwerk.domain.catalog;

import java.util.List;

/**
 * Model groups that share a strategy and can be called together, under a name of their own.
 *
 * @param models names of model groups; those without a deployment add nothing
 */
public record RoutingGroup(String name, List<String> models) {
    public RoutingGroup {
        models = List.copyOf(models);
    }
}
