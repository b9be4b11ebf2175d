package dev.stellwerk.application.management;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.CustomerIds;
import dev.stellwerk.application.access.Stores;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageCustomers;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.time.Time;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes and changes customers; all of it is for admins. Safe for all threads. */
public final class ManageCustomersService implements ManageCustomers {
    private final AccessService access;
    private final CustomerDirectory customers;
    private final Supplier<CatalogSnapshot> catalog;
    private final Time time;

    /** @param catalog the one in force, in which default models must be */
    public ManageCustomersService(
            AccessService access, CustomerDirectory customers, Supplier<CatalogSnapshot> catalog, Time time) {
        this.access = access;
        this.customers = customers;
        this.catalog = catalog;
        this.time = time;
    }

    @Override
    public Customer create(Credential credential, Map<String, Object> given) {
        Caller admin = access.requireAdmin(credential, "/customer/new");
        var fields = new Fields(given);
        String id = fields.text("user_id", null);
        if (id == null) {
            throw new ManagementFault(Kind.MISSING_FIELD, "user_id", "Field required");
        }
        return Audit.trail(admin, "customer.new", id, fields.among(ManagementFields.CUSTOMER_NEW), () -> {
            requireAcceptable(id);
            Customer user = CustomerFields.fresh(id, fields, catalog.get(), time.now());
            if (!ask(() -> customers.add(user))) {
                throw new ManagementFault(Kind.EXISTS, "user_id", "Customer already exists, passed user_id=" + id);
            }
            return user;
        });
    }

    private static void requireAcceptable(String id) {
        if (!CustomerIds.acceptable(id)) {
            throw new ManagementFault(
                    Kind.INVALID,
                    "user_id",
                    "user_id must have 1 to " + CustomerIds.BYTES_MAX + " bytes and no control characters");
        }
    }

    @Override
    public Customer update(Credential credential, String id, Map<String, Object> changes) {
        Caller admin = access.requireAdmin(credential, "/customer/update");
        var fields = new Fields(changes);
        return Audit.trail(admin, "customer.update", id, fields.among(ManagementFields.CUSTOMER_UPDATE), () -> {
            Customer known = find(id).orElseThrow(() -> notFound("user_id", id));
            return replaced(CustomerFields.changed(known, fields, catalog.get(), time.now()));
        });
    }

    private Customer replaced(Customer changed) {
        if (!ask(() -> customers.replace(changed))) {
            throw notFound("user_id", changed.id());
        }
        return changed;
    }

    @Override
    public int delete(Credential credential, List<String> ids) {
        Caller admin = access.requireAdmin(credential, "/customer/delete");
        return Audit.trail(admin, "customer.delete", ids, () -> {
            var distinct = new LinkedHashSet<>(ids);
            Set<String> unknown = ask(() -> customers.remove(distinct));
            if (!unknown.isEmpty()) {
                throw notFound("user_ids", String.join(", ", unknown));
            }
            return distinct.size();
        });
    }

    @Override
    public List<Customer> setBlocked(Credential credential, List<String> ids, boolean blocked) {
        String action = blocked ? "block" : "unblock";
        Caller admin = access.requireAdmin(credential, "/customer/" + action);
        return Audit.trail(admin, "customer." + action, ids, () -> {
            if (!blocked) {
                requireAllKnown(ids);
            }
            ids.forEach(ManageCustomersService::requireAcceptable);
            var changed = new ArrayList<Customer>();
            for (String id : new LinkedHashSet<>(ids)) {
                changed.add(withBlocked(id, blocked));
            }
            return changed;
        });
    }

    private void requireAllKnown(List<String> ids) {
        for (String id : ids) {
            if (find(id).isEmpty()) {
                throw notFound("user_ids", id);
            }
        }
    }

    private Customer withBlocked(String id, boolean blocked) {
        Optional<Customer> known = find(id);
        Customer base = known.orElseGet(() -> CustomerFields.blank(id, time.now()));
        Customer changed = CustomerFields.withBlocked(base, blocked, time.now());
        if (known.isEmpty() && ask(() -> customers.add(changed))) {
            return changed;
        }
        return replaced(changed);
    }

    @Override
    public Customer info(Credential credential, String id) {
        access.requireAdmin(credential, "/customer/info");
        return find(id).orElseThrow(() -> notFound("end_user_id", id));
    }

    @Override
    public List<Customer> list(Credential credential) {
        access.requireAdmin(credential, "/customer/list");
        return ask(customers::list);
    }

    private Optional<Customer> find(String id) {
        return ask(() -> customers.find(id));
    }

    private static ManagementFault notFound(String field, String id) {
        return new ManagementFault(Kind.NOT_FOUND, field, "End User Id=" + id + " does not exist in db");
    }

    private static <T> T ask(Supplier<T> question) {
        return Stores.ask("customers", question);
    }
}
