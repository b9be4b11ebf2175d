package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.OtherVersion;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    public Optional<Customer> read(String id) {
        return find(id);
    }

    @Override
    public synchronized boolean add(Customer user) {
        outage.strike();
        return users.putIfAbsent(user.id(), user) == null;
    }

    @Override
    public synchronized Optional<Customer> change(
            String id, @Nullable Version expected, UnaryOperator<Customer> change) {
        outage.strike();
        Customer before = users.get(id);
        if (before == null) {
            return Optional.empty();
        }
        require(before.version(), expected);
        Customer after = change.apply(before)
                .withVersion(before.version().next())
                .withSpend(before.budget().spend());
        users.put(id, after);
        return Optional.of(after);
    }

    private static void require(Version inForce, @Nullable Version expected) {
        if (expected != null && !expected.equals(inForce)) {
            throw new OtherVersion();
        }
    }

    @Override
    public synchronized List<Customer> changeAll(
            Set<String> ids,
            @Nullable Version expected,
            Function<String, Customer> missing,
            UnaryOperator<Customer> change) {
        outage.strike();
        var after = new ArrayList<Customer>();
        for (String id : ids) {
            Customer before = users.get(id);
            if (before == null) {
                after.add(change.apply(missing.apply(id)));
            } else {
                require(before.version(), expected);
                after.add(change.apply(before).withVersion(before.version().next()));
            }
        }
        after.forEach(customer -> users.put(customer.id(), customer));
        return after;
    }

    @Override
    public synchronized Set<String> remove(Set<String> ids, @Nullable Version expected) {
        outage.strike();
        ids.stream().map(users::get).filter(Objects::nonNull).forEach(known -> require(known.version(), expected));
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
        users.computeIfPresent(id, (_, user) -> user.withBudget(budget));
    }
}
