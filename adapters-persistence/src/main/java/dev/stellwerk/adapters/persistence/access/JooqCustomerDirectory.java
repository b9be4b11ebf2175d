package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Customers in the database; asks it every time. */
final class JooqCustomerDirectory implements CustomerDirectory {
    private final StoredRecords<Customer> stored;

    JooqCustomerDirectory(Database database, ChangeLog log) {
        this.stored = new StoredRecords<>(database, log, CustomerRows.ROWS);
    }

    @Override
    public Optional<Customer> find(String id) {
        return stored.find(id);
    }

    @Override
    public Optional<Customer> read(String id) {
        return find(id);
    }

    @Override
    public boolean add(Customer customer) {
        return stored.add(customer);
    }

    @Override
    public Optional<Customer> change(String id, @Nullable Version expected, UnaryOperator<Customer> change) {
        return stored.change(id, expected, change);
    }

    @Override
    public List<Customer> changeAll(
            Set<String> ids,
            @Nullable Version expected,
            Function<String, Customer> missing,
            UnaryOperator<Customer> change) {
        return stored.changeAll(ids, expected, missing, change);
    }

    @Override
    public Set<String> remove(Set<String> ids, @Nullable Version expected) {
        return stored.removeAll(ids, expected, (_, _) -> ids);
    }

    @Override
    public List<Customer> list() {
        return stored.all().stream().sorted(Comparator.comparing(Customer::id)).toList();
    }
}
