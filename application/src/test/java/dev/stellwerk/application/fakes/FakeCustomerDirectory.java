package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Customer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Customers in memory. */
public final class FakeCustomerDirectory implements CustomerDirectory {
    public final Outage outage = new Outage("customers");
    private final Map<String, Customer> users = new TreeMap<>();

    @Override
    public synchronized Optional<Customer> find(String id) {
        outage.strike();
        return Optional.ofNullable(users.get(id));
    }

    @Override
    public synchronized boolean add(Customer user) {
        outage.strike();
        return users.putIfAbsent(user.id(), user) == null;
    }

    @Override
    public synchronized boolean replace(Customer user) {
        outage.strike();
        return users.computeIfPresent(
                        user.id(),
                        (_, old) -> withBudget(
                                user, user.budget().withSpend(old.budget().spend())))
                != null;
    }

    @Override
    public synchronized Set<String> remove(Set<String> ids) {
        outage.strike();
        var unknown = new LinkedHashSet<>(ids);
        unknown.removeAll(users.keySet());
        if (unknown.isEmpty()) {
            users.keySet().removeAll(ids);
        }
        return unknown;
    }

    @Override
    public synchronized List<Customer> list() {
        outage.strike();
        return List.copyOf(users.values());
    }

    synchronized void setBudget(String id, Budget budget) {
        users.computeIfPresent(id, (_, user) -> withBudget(user, budget));
    }

    private static Customer withBudget(Customer user, Budget budget) {
        return new Customer(
                user.id(),
                user.alias(),
                user.regions(),
                user.defaultModel(),
                user.limits(),
                budget,
                user.blocked(),
                user.extra(),
                user.createdAt(),
                user.updatedAt());
    }
}
