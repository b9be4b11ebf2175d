package dev.stellwerk.application.access;

import dev.stellwerk.domain.access.AccessRules.AskedFor;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.ModelGrant;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.pool.DeploymentPool;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which models of a catalog a caller may use, given that lists of models may also name access groups of deployments.
 * Safe for all threads.
 */
public final class ModelAuthority {
    private final CatalogSnapshot catalog;
    private final Map<String, Set<String>> accessGroupsByModel;
    private final Set<String> allAccessGroups;

    /** One for each snapshot: it reads all deployments. */
    public ModelAuthority(CatalogSnapshot catalog) {
        this.catalog = catalog;
        var byModel = new HashMap<String, Set<String>>();
        var all = new HashSet<String>();
        for (DeploymentPool pool : catalog.groups()) {
            Set<String> names = ofDeployments(pool);
            if (!names.isEmpty()) {
                byModel.put(pool.name(), names);
                all.addAll(names);
            }
        }
        accessGroupsByModel = Map.copyOf(byModel);
        allAccessGroups = Set.copyOf(all);
    }

    /** A model in the form in which it is judged. */
    public AskedFor askedFor(String requested, DeploymentPool pool) {
        return new AskedFor(requested, pool.name(), allAccessGroups.isEmpty() ? Set.of() : accessGroups(pool));
    }

    /** Whether the caller may use a model, given the name asked for and the group it leads to. */
    public BiPredicate<String, String> mayUse(Caller caller) {
        List<ModelGrant> grants = caller.modelGrants();
        return grants.isEmpty()
                ? (_, _) -> true
                : (requested, group) -> allAllow(grants, new AskedFor(requested, group, accessGroups(group)));
    }

    private static boolean allAllow(List<ModelGrant> grants, AskedFor model) {
        for (ModelGrant grant : grants) {
            if (!grant.allows(model.requested(), model.group(), model.accessGroups())) {
                return false;
            }
        }
        return true;
    }

    /**
     * The access groups to which the deployments of a call are narrowed; null means that they are not.
     *
     * <p>A key or team that names the model itself is not narrowed within it. Should it name access groups as well,
     * these are the answer together with those of the model, so that a fallback to a model that is reached through
     * groups alone stays within them.
     */
    public @Nullable Set<String> narrowing(Caller caller, AskedFor model) {
        if (allAccessGroups.isEmpty()) {
            return null;
        }
        Set<String> narrowed = null;
        for (ModelGrant grant : caller.modelGrants()) {
            var open = new HashSet<>(grant.accessGroups(allAccessGroups));
            if (open.isEmpty()) {
                continue;
            }
            if (grant.names(model.requested()) || grant.names(model.group())) {
                open.addAll(model.accessGroups());
            }
            if (narrowed == null) {
                narrowed = open;
            } else {
                narrowed.retainAll(open);
            }
        }
        return narrowed;
    }

    private Set<String> accessGroups(String group) {
        if (allAccessGroups.isEmpty()) {
            return Set.of();
        }
        return catalog.resolve(group, null) instanceof CatalogSnapshot.Resolution.Group resolved
                ? accessGroups(resolved.pool())
                : Set.of();
    }

    /** Pools made from a pattern are not in the catalog under their own name. */
    private Set<String> accessGroups(DeploymentPool pool) {
        return catalog.group(pool.name()).isPresent()
                ? accessGroupsByModel.getOrDefault(pool.name(), Set.of())
                : ofDeployments(pool);
    }

    private static Set<String> ofDeployments(DeploymentPool pool) {
        var names = new HashSet<String>();
        for (int i = 0; i < pool.size(); i++) {
            names.addAll(pool.deployment(i).visibility().accessGroups());
        }
        return Set.copyOf(names);
    }
}
