package dev.stellwerk.application.catalog;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.ModelAuthority;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ListModels;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.deployment.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Lists what a caller may call. A pattern among the model names shows as such, and as the known models of its provider; a
 * single name that it covers is found, known or not.
 */
public final class ListModelsService implements ListModels {
    private static final String ROUTE = "/models";

    private final AccessService access;
    private final CatalogHolder catalog;

    public ListModelsService(AccessService access, CatalogHolder catalog) {
        this.access = access;
        this.catalog = catalog;
    }

    @Override
    public List<Listed> models(Credential credential) {
        Caller caller = caller(credential);
        CatalogSnapshot current = catalog.current();
        var view = new View(caller, current);
        var listed = new ArrayList<Listed>();
        for (String name : names(view.teamId(), current)) {
            view.find(name).ifPresent(listed::add);
        }
        for (String pattern : current.patterns()) {
            view.find(pattern).ifPresent(listed::add);
        }
        return List.copyOf(listed);
    }

    @Override
    public List<Listed> knownModels(Credential credential) {
        Caller caller = caller(credential);
        CatalogSnapshot current = catalog.current();
        var view = new View(caller, current);
        var names = new TreeSet<String>();
        current.patterns().forEach(pattern -> names.addAll(current.knownNames(pattern)));
        names.removeAll(names(view.teamId(), current));
        return names.stream().flatMap(name -> view.find(name).stream()).toList();
    }

    @Override
    public List<String> accessGroups(Credential credential) {
        var groups = new LinkedHashSet<String>();
        for (Listed listed : models(credential)) {
            listed.deployments().forEach(one -> groups.addAll(one.visibility().accessGroups()));
        }
        return List.copyOf(groups);
    }

    @Override
    public Optional<Listed> model(Credential credential, String name) {
        Caller caller = caller(credential);
        CatalogSnapshot current = catalog.current();
        boolean hidden = current.aliases().stream()
                .anyMatch(alias -> alias.hidden() && alias.name().equals(name));
        return hidden ? Optional.empty() : new View(caller, current).find(name);
    }

    private Caller caller(Credential credential) {
        Caller caller = access.authenticate(credential);
        access.requireRoute(caller, ROUTE);
        return caller;
    }

    /** Names that everybody has, then those that only the caller's team has. */
    private static Set<String> names(@Nullable String teamId, CatalogSnapshot catalog) {
        var names = new LinkedHashSet<>(catalog.listedNames());
        if (teamId != null) {
            for (Deployment deployment : catalog.deployments()) {
                String publicName = deployment.visibility().teamPublicName();
                if (publicName != null && teamId.equals(deployment.visibility().teamId())) {
                    names.add(publicName);
                }
            }
        }
        return names;
    }

    /** A catalog as one caller sees it. */
    private static final class View {
        private final @Nullable String teamId;
        private final boolean admin;
        private final CatalogSnapshot catalog;
        private final BiPredicate<String, String> mayUse;

        private View(Caller caller, CatalogSnapshot catalog) {
            teamId = caller.team().map(Team::id).orElse(null);
            admin = caller.admin();
            this.catalog = catalog;
            mayUse = new ModelAuthority(catalog).mayUse(caller);
        }

        private @Nullable String teamId() {
            return teamId;
        }

        private Optional<Listed> find(String name) {
            if (!(catalog.resolve(name, teamId, admin) instanceof Resolution.Group group)
                    || group.only() != null
                    || !mayUse.test(name, group.pool().name())) {
                return Optional.empty();
            }
            List<Deployment> visible =
                    group.pool().deployments().stream().filter(this::sees).toList();
            return visible.isEmpty() ? Optional.empty() : Optional.of(new Listed(name, visible));
        }

        private boolean sees(Deployment deployment) {
            return admin || deployment.visibility().openTo(teamId);
        }
    }
}
