package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.domain.access.Customer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    public boolean add(Customer user) {
        return stored.add(user);
    }

    @Override
    public boolean replace(Customer user) {
        return stored.replace(user);
    }

    @Override
    public Set<String> remove(Set<String> ids) {
        return stored.remove(ids);
    }

    @Override
    public List<Customer> list() {
        return stored.list();
    }
}
