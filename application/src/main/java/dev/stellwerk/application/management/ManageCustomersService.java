package dev.stellwerk.application.management;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.CustomerIds;
import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageCustomers;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.time.Time;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    public Customer create(Requester by, String id, CustomerChange fields) {
        return audit(by, "/customer/new")
                .trail(
                        "customer.new",
                        Audit.customers(List.of(id)),
                        fields.fields(),
                        () -> {
                            requireAcceptable(id);
                            requireModel(fields);
                            Customer customer = fields.after(FreshRecords.customer(id, time.now()), time.now());
                            if (!ask(() -> customers.add(customer))) {
                                throw new ManagementFault(new Problem.CustomerExists(id));
                            }
                            return customer;
                        },
                        ManageCustomersService::shown);
    }

    private static void requireAcceptable(String id) {
        if (!CustomerIds.acceptable(id)) {
            throw new ManagementFault(new Problem.CustomerIdUnfit());
        }
    }

    private void requireModel(CustomerChange fields) {
        String model = fields.defaultModel().valueOrNull();
        if (model != null && catalog.get().resolve(model, null) instanceof CatalogSnapshot.Resolution.Unknown) {
            throw new ManagementFault(new Problem.DefaultModelUnknown());
        }
    }

    @Override
    public Customer update(Requester by, String id, CustomerChange change, @Nullable Version expected) {
        return audit(by, "/customer/update")
                .trail(
                        "customer.update",
                        Audit.customers(List.of(id)),
                        change.fields(),
                        () -> {
                            requireModel(change);
                            return ask(() -> customers.change(
                                            id, expected, customer -> change.after(customer, time.now())))
                                    .orElseThrow(() -> unknown(List.of(id)));
                        },
                        ManageCustomersService::shown);
    }

    private static String shown(Customer customer) {
        return Audit.customers(List.of(customer.id()));
    }

    @Override
    public int delete(Requester by, List<String> ids, @Nullable Version expected) {
        var distinct = new LinkedHashSet<>(ids);
        String target = Audit.customers(distinct);
        return audit(by, "/customer/delete")
                .trail(
                        "customer.delete",
                        target,
                        Set.of(),
                        () -> {
                            Set<String> unknown = ask(() -> customers.remove(distinct, expected));
                            if (!unknown.isEmpty()) {
                                throw unknown(unknown);
                            }
                            return distinct.size();
                        },
                        _ -> target);
    }

    @Override
    public List<Customer> setBlocked(Requester by, List<String> ids, boolean blocked, @Nullable Version expected) {
        String action = blocked ? "block" : "unblock";
        var distinct = new LinkedHashSet<>(ids);
        String target = Audit.customers(distinct);
        return audit(by, "/customer/" + action)
                .trail(
                        "customer." + action,
                        target,
                        Set.of(),
                        () -> {
                            distinct.forEach(ManageCustomersService::requireAcceptable);
                            return ask(() -> customers.changeAll(
                                    distinct,
                                    expected,
                                    id -> missing(id, blocked),
                                    customer -> customer.withBlocked(blocked, time.now())));
                        },
                        _ -> target);
    }

    /** Whoever is blocked before the first call stays out. */
    private Customer missing(String id, boolean blocked) {
        if (!blocked) {
            throw unknown(List.of(id));
        }
        return FreshRecords.customer(id, time.now());
    }

    private Audit audit(Requester by, String route) {
        return new Audit(access.authorizeChange(by, route), by);
    }

    @Override
    public Customer info(Credential credential, String id) {
        access.requireAdmin(credential, "/customer/info");
        return ask(() -> customers.read(id)).orElseThrow(() -> unknown(List.of(id)));
    }

    @Override
    public List<Customer> list(Credential credential) {
        access.requireAdmin(credential, "/customer/list");
        return ask(customers::list);
    }

    private static ManagementFault unknown(Collection<String> ids) {
        return new ManagementFault(new Problem.CustomersUnknown(List.copyOf(ids)));
    }

    private static <T> T ask(Supplier<T> question) {
        return Changes.ask("customers", question);
    }
}
