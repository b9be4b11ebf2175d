package dev.stellwerk.application.completion;

import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.price.Price;
import java.util.Set;
import java.util.stream.Collectors;

/** Which groups of a catalog cost nothing, whoever answers. A price that is not known is not a price of zero. */
final class FreeModels {
    private final CatalogSnapshot catalog;
    private final Set<String> groups;

    /** One for each snapshot: it reads all deployments. */
    FreeModels(CatalogSnapshot catalog) {
        this.catalog = catalog;
        groups = catalog.groups().stream()
                .filter(FreeModels::allFree)
                .map(DeploymentPool::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Pools made from a pattern are not in the catalog under their own name. */
    boolean contains(DeploymentPool pool) {
        return catalog.group(pool.name()).isPresent() ? groups.contains(pool.name()) : allFree(pool);
    }

    private static boolean allFree(DeploymentPool pool) {
        for (int i = 0; i < pool.size(); i++) {
            if (pool.deployment(i).price().filter(Price::free).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
