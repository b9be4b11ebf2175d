package dev.stellwerk.application.management;

import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A customer with the fields of a request applied. */
final class CustomerFields {
    static final Set<String> OWN = Set.of("user_id", "alias", "blocked", "default_model");
    static final Set<String> KEPT = Set.of("budget_id", "model_max_budget", "object_permission");

    private CustomerFields() {}

    static Customer fresh(String id, Fields fields, CatalogSnapshot catalog, Instant now) {
        return applied(blank(id, now), CommonFields.firstBudget(fields, now), fields, catalog, now);
    }

    static Customer changed(Customer user, Fields fields, CatalogSnapshot catalog, Instant now) {
        return applied(user, CommonFields.budget(fields, user.budget(), now), fields, catalog, now);
    }

    static Customer blank(String id, Instant now) {
        return new Customer(id, null, Set.of(), null, Limits.NONE, Budget.NONE, false, Map.of(), now, now);
    }

    static Customer withBlocked(Customer user, boolean blocked, Instant now) {
        return new Customer(
                user.id(),
                user.alias(),
                user.regions(),
                user.defaultModel(),
                user.limits(),
                user.budget(),
                blocked,
                user.extra(),
                user.createdAt(),
                now);
    }

    private static Customer applied(Customer user, Budget budget, Fields fields, CatalogSnapshot catalog, Instant now) {
        if (fields.raw("budget_id") != null && fields.raw("max_budget") != null) {
            throw new ManagementFault(Kind.INVALID, "budget_id", "Set either budget_id or max_budget, not both");
        }
        return new Customer(
                user.id(),
                fields.text("alias", user.alias()),
                fields.regions(CommonFields.REGION, user.regions()),
                defaultModel(fields, user.defaultModel(), catalog),
                CommonFields.limits(fields, user.limits()),
                budget,
                fields.flag("blocked", user.blocked()),
                fields.kept(KEPT, user.extra()),
                user.createdAt(),
                now);
    }

    private static @Nullable String defaultModel(Fields fields, @Nullable String now, CatalogSnapshot catalog) {
        String model = fields.text("default_model", now);
        if (model != null
                && fields.has("default_model")
                && catalog.resolve(model, null) instanceof CatalogSnapshot.Resolution.Unknown) {
            throw Fields.malformed("default_model", "must be a model of this gateway");
        }
        return model;
    }
}
