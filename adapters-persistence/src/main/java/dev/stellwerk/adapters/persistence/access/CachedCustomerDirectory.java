package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Customers as this instance knows them; asks the database only for what it does not know. */
final class CachedCustomerDirectory implements CustomerDirectory {
    private final CustomerDirectory stored;
    private final RecordCache<Customer> known;

    CachedCustomerDirectory(CustomerDirectory stored, RecordCache<Customer> known) {
        this.stored = stored;
        this.known = known;
    }

    @Override
    public Optional<Customer> find(String id) {
        return known.find(id);
    }

    @Override
    public Optional<Customer> read(String id) {
        try {
            return stored.read(id);
        } catch (StoreUnavailable e) {
            return known.find(id); // which throws the same unless something is known
        }
    }

    @Override
    public boolean add(Customer user) {
        return stored.add(user);
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
        return stored.remove(ids, expected);
    }

    @Override
    public List<Customer> list() {
        return stored.list();
    }
}
