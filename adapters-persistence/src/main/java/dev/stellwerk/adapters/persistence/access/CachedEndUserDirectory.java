package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.application.port.out.EndUserDirectory;
import dev.stellwerk.domain.access.EndUser;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Customers as this instance knows them; asks the database only for what it does not know. */
final class CachedEndUserDirectory implements EndUserDirectory {
    private final EndUserDirectory stored;
    private final RecordCache<EndUser> known;

    CachedEndUserDirectory(EndUserDirectory stored, RecordCache<EndUser> known) {
        this.stored = stored;
        this.known = known;
    }

    @Override
    public Optional<EndUser> find(String id) {
        return known.find(id);
    }

    @Override
    public boolean add(EndUser user) {
        return stored.add(user);
    }

    @Override
    public boolean replace(EndUser user) {
        return stored.replace(user);
    }

    @Override
    public Set<String> remove(Set<String> ids) {
        return stored.remove(ids);
    }

    @Override
    public List<EndUser> list() {
        return stored.list();
    }
}
